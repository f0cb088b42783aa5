//! Suppliers and customers.

use liasse_domain::identifiers::{Iban, Siren, VatNumber};
use liasse_domain::{AccountCode, ClientFileId, ThirdParty, ThirdPartyId, ThirdPartyKind};
use rusqlite::{Params, Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json};
use crate::{Reader, StoreError, Writer, name_key};

const COLUMNS: &str = "id, client_file, kind, name, account, country, siren, siret, vat_number, defaults";

fn third_party(row: &Row<'_>) -> rusqlite::Result<ThirdParty> {
    Ok(ThirdParty {
        id: row.key(0)?,
        client_file: row.key(1)?,
        kind: row.word(2)?,
        name: row.get(3)?,
        account: row.parsed(4, "account")?,
        country: row.parsed_if_any(5, "country")?,
        siren: row.parsed_if_any(6, "SIREN")?,
        siret: row.parsed_if_any(7, "SIRET")?,
        vat_number: row.parsed_if_any(8, "VAT number")?,
        ibans: Vec::new(),
        aliases: Vec::new(),
        defaults: row.json(9, "defaults of a card")?,
    })
}

impl Reader<'_> {
    fn third_parties_where(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM third_party WHERE {condition} ORDER BY name_key, id");
        let mut found = rows(self.connection, &sql, params, third_party)?;
        for party in &mut found {
            self.complete(party)?;
        }
        Ok(found)
    }

    fn complete(&self, party: &mut ThirdParty) -> Result<(), StoreError> {
        let sql = "SELECT iban FROM third_party_iban WHERE third_party = ? ORDER BY position";
        party.ibans = rows(self.connection, sql, [party.id.key()], |row| row.parsed(0, "IBAN"))?;
        let sql = "SELECT alias FROM third_party_alias WHERE third_party = ? ORDER BY position";
        party.aliases = rows(self.connection, sql, [party.id.key()], |row| row.get(0))?;
        Ok(())
    }

    /// One third party.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn third_party(&self, id: ThirdPartyId) -> Result<ThirdParty, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM third_party WHERE id = ?");
        let mut party = row(self.connection, &sql, [id.key()], third_party)?
            .ok_or_else(|| StoreError::not_found("third party", id))?;
        self.complete(&mut party)?;
        Ok(party)
    }
    /// All third parties of a client file on one side, by name.
    pub fn third_parties(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        self.third_parties_where("client_file = ? AND kind = ?", params![client_file.key(), kind.word()])
    }
    /// The third party that is booked on this auxiliary account.
    pub fn third_party_by_account(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        account: &AccountCode,
    ) -> Result<Option<ThirdParty>, StoreError> {
        let params = params![client_file.key(), kind.word(), account.as_str()];
        Ok(self
            .third_parties_where("client_file = ? AND kind = ? AND account = ?", params)?
            .into_iter()
            .next())
    }
    /// Those with this SIREN, also as the beginning of their SIRET or the key of their French VAT number.
    pub fn third_parties_by_siren(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        siren: &Siren,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        let vat_number = VatNumber::of_siren(siren);
        self.third_parties_where(
            "client_file = ?1 AND kind = ?2
               AND (siren = ?3 OR vat_number = ?4 OR (siren IS NULL AND substr(siret, 1, 9) = ?3))",
            params![client_file.key(), kind.word(), siren.as_str(), vat_number.as_str()],
        )
    }
    /// Those with this VAT number.
    pub fn third_parties_by_vat(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        number: &VatNumber,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        self.third_parties_where(
            "client_file = ? AND kind = ? AND vat_number = ?",
            params![client_file.key(), kind.word(), number.as_str()],
        )
    }
    /// Those with this bank account.
    pub fn third_parties_by_iban(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        iban: &Iban,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        self.third_parties_where(
            "client_file = ? AND kind = ? AND id IN (SELECT third_party FROM third_party_iban WHERE iban = ?)",
            params![client_file.key(), kind.word(), iban.as_str()],
        )
    }
    /// Those with this name, compared by [`name_key`].
    pub fn third_parties_by_name(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        name: &str,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        self.third_parties_where(
            "client_file = ? AND kind = ? AND name_key = ? AND name_key <> ''",
            params![client_file.key(), kind.word(), name_key(name)],
        )
    }
    /// Those with this other name, compared by [`name_key`].
    pub fn third_parties_by_alias(
        &self,
        client_file: ClientFileId,
        kind: ThirdPartyKind,
        alias: &str,
    ) -> Result<Vec<ThirdParty>, StoreError> {
        self.third_parties_where(
            "client_file = ? AND kind = ? AND id IN
               (SELECT third_party FROM third_party_alias WHERE alias_key = ? AND alias_key <> '')",
            params![client_file.key(), kind.word(), name_key(alias)],
        )
    }
}

impl Writer<'_> {
    /// Adds a third party, or changes the one with this identity, with its bank accounts and other names.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when another one on the same side is booked on this account.
    pub fn put_third_party(&mut self, party: &ThirdParty) -> Result<(), StoreError> {
        let sql = "SELECT name FROM third_party WHERE id = ?";
        let former: Option<String> = row(self.connection, sql, [party.id.key()], |row| row.get(0))?;
        run(
            self.connection,
            "INSERT INTO third_party
               (id, client_file, kind, name, name_key, account, country, siren, siret, vat_number, defaults)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, kind = excluded.kind,
               name = excluded.name, name_key = excluded.name_key, account = excluded.account,
               country = excluded.country, siren = excluded.siren, siret = excluded.siret,
               vat_number = excluded.vat_number, defaults = excluded.defaults",
            params![
                party.id.key(),
                party.client_file.key(),
                party.kind.word(),
                party.name,
                name_key(&party.name),
                party.account.as_str(),
                party.country.as_ref().map(|country| country.code()),
                party.siren.as_ref().map(|siren| siren.as_str()),
                party.siret.as_ref().map(|siret| siret.as_str()),
                party.vat_number.as_ref().map(|number| number.as_str()),
                to_json(&party.defaults)?,
            ],
        )?;
        self.delete_names(party.id)?;
        for (position, iban) in (0i64..).zip(&party.ibans) {
            let sql = "INSERT INTO third_party_iban (third_party, position, iban) VALUES (?, ?, ?)";
            run(self.connection, sql, params![party.id.key(), position, iban.as_str()])?;
        }
        for (position, alias) in (0i64..).zip(&party.aliases) {
            let sql =
                "INSERT INTO third_party_alias (third_party, position, alias, alias_key) VALUES (?, ?, ?, ?)";
            run(self.connection, sql, params![party.id.key(), position, alias, name_key(alias)])?;
        }
        if former.is_some_and(|name| name != party.name) {
            let sql = "SELECT document FROM coding WHERE third_party = ?";
            for document in rows(self.connection, sql, [party.id.key()], |row| row.key(0))? {
                self.renew(document);
            }
        }
        Ok(())
    }

    fn delete_names(&mut self, id: ThirdPartyId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM third_party_iban WHERE third_party = ?", [id.key()])?;
        run(self.connection, "DELETE FROM third_party_alias WHERE third_party = ?", [id.key()])?;
        Ok(())
    }

    /// Deletes a third party, with its rule.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when a document is coded to it.
    pub fn delete_third_party(&mut self, id: ThirdPartyId) -> Result<(), StoreError> {
        self.delete_names(id)?;
        run(self.connection, "DELETE FROM rule WHERE third_party = ?", [id.key()])?;
        run(self.connection, "DELETE FROM third_party WHERE id = ?", [id.key()]).map(drop)
    }
}
