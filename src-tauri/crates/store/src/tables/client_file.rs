//! Client files.

use liasse_domain::{ClientFile, ClientFileCode, ClientFileId, FirmAccounts, Journals};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, row, rows, run};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "id, code, name, is_firm, country, siren, vat_number, address, journal_purchases,
    journal_sales, journal_bank, journal_general, supplier_prefix, customer_prefix, purchase_vat, sales_vat,
    reverse_charge_vat, deposits, bob_root, bob_code, sage_ge_folder";

fn client_file(row: &Row<'_>) -> rusqlite::Result<ClientFile> {
    Ok(ClientFile {
        id: row.key(0)?,
        code: row.parsed(1, "client file code")?,
        name: row.get(2)?,
        is_firm: row.get(3)?,
        country: row.parsed(4, "country")?,
        siren: row.parsed_if_any(5, "SIREN")?,
        vat_number: row.parsed_if_any(6, "VAT number")?,
        address: row.get(7)?,
        journals: Journals {
            purchases: row.parsed(8, "journal")?,
            sales: row.parsed(9, "journal")?,
            bank: row.parsed(10, "journal")?,
            general: row.parsed(11, "journal")?,
        },
        accounts: FirmAccounts {
            supplier_prefix: row.get(12)?,
            customer_prefix: row.get(13)?,
            purchase_vat: row.parsed(14, "account")?,
            sales_vat: row.parsed(15, "account")?,
            reverse_charge_vat: row.parsed(16, "account")?,
            deposits: row.parsed(17, "account")?,
        },
        bob_root: row.get(18)?,
        bob_code: row.get(19)?,
        sage_ge_folder: row.get(20)?,
    })
}

impl Reader<'_> {
    /// All client files: the firm's own first, then by code.
    pub fn client_files(&self) -> Result<Vec<ClientFile>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM client_file ORDER BY is_firm DESC, code");
        rows(self.connection, &sql, [], client_file)
    }
    /// One client file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn client_file(&self, id: ClientFileId) -> Result<ClientFile, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM client_file WHERE id = ?");
        row(self.connection, &sql, [id.key()], client_file)?
            .ok_or_else(|| StoreError::not_found("client file", id))
    }
    /// The client file with this code, whatever the case of its letters.
    pub fn client_file_by_code(&self, code: &ClientFileCode) -> Result<Option<ClientFile>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM client_file WHERE code = ?");
        row(self.connection, &sql, [code.as_str()], client_file)
    }
}

impl Writer<'_> {
    /// Adds a client file, or changes the one with this identity.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when another has this code, or another is the firm's own.
    pub fn put_client_file(&mut self, file: &ClientFile) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO client_file ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, is_firm = excluded.is_firm,
               country = excluded.country, siren = excluded.siren, vat_number = excluded.vat_number,
               address = excluded.address, journal_purchases = excluded.journal_purchases,
               journal_sales = excluded.journal_sales, journal_bank = excluded.journal_bank,
               journal_general = excluded.journal_general, supplier_prefix = excluded.supplier_prefix,
               customer_prefix = excluded.customer_prefix, purchase_vat = excluded.purchase_vat,
               sales_vat = excluded.sales_vat, reverse_charge_vat = excluded.reverse_charge_vat,
               deposits = excluded.deposits, bob_root = excluded.bob_root, bob_code = excluded.bob_code,
               sage_ge_folder = excluded.sage_ge_folder"
        );
        let (journals, accounts) = (&file.journals, &file.accounts);
        let values = params![
            file.id.key(),
            file.code.as_str(),
            file.name,
            file.is_firm,
            file.country.code(),
            file.siren.as_ref().map(|siren| siren.as_str()),
            file.vat_number.as_ref().map(|number| number.as_str()),
            file.address,
            journals.purchases.as_str(),
            journals.sales.as_str(),
            journals.bank.as_str(),
            journals.general.as_str(),
            accounts.supplier_prefix,
            accounts.customer_prefix,
            accounts.purchase_vat.as_str(),
            accounts.sales_vat.as_str(),
            accounts.reverse_charge_vat.as_str(),
            accounts.deposits.as_str(),
            file.bob_root,
            file.bob_code,
            file.sage_ge_folder,
        ];
        run(self.connection, &sql, values).map(drop)
    }
}
