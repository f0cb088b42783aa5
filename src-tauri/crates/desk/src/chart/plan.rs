//! What taking a chart over would change.

use std::collections::{BTreeMap, HashMap};

use liasse_domain::identifiers::{Iban, Siren, Siret, VatNumber};
use liasse_domain::{
    Account, AccountCode, CardDefaults, ClientFileId, ThirdParty, ThirdPartyId, ThirdPartyKind,
};
use liasse_store::{AccountUser, Reader, StoreError};

use super::incoming::{Incoming, IncomingParty};
use crate::api::{AccountView, Succession};
use crate::clock;
use crate::coding::normal_name;

/// What an import would write.
pub struct Plan {
    /// New accounts.
    pub added: Vec<Account>,
    /// Accounts with a new label, and the label that they had.
    pub relabelled: Vec<(Account, String)>,
    /// Known accounts that stay.
    pub unchanged: u32,
    /// Accounts here that the source does not hold.
    pub absent: Vec<Account>,
    /// New cards.
    pub new_parties: Vec<ThirdParty>,
    /// Known cards on another account, with the account that they had and by what they were recognised.
    pub moved: Vec<(ThirdParty, AccountCode, &'static str)>,
    /// Known cards that are there under the same account.
    pub known_parties: u32,
    /// The accounts that the source holds.
    pub incoming: Vec<Account>,
}

impl Plan {
    /// Compares a source with what the client file holds.
    pub fn of(
        reader: &Reader<'_>,
        client_file: ClientFileId,
        incoming: &Incoming,
    ) -> Result<Plan, StoreError> {
        let here = reader.accounts(client_file)?;
        let said = reader.account_successors(client_file)?;
        let known: HashMap<&AccountCode, &Account> =
            here.iter().map(|account| (&account.code, account)).collect();
        let there: HashMap<&AccountCode, ()> =
            incoming.accounts.iter().map(|row| (&row.account.code, ())).collect();
        let mut plan = Plan {
            added: Vec::new(),
            relabelled: Vec::new(),
            unchanged: 0,
            absent: here.iter().filter(|account| !there.contains_key(&account.code)).cloned().collect(),
            new_parties: Vec::new(),
            moved: Vec::new(),
            known_parties: 0,
            incoming: incoming.accounts.iter().map(|row| row.account.clone()).collect(),
        };
        for row in &incoming.accounts {
            match known.get(&row.account.code) {
                None => plan.added.push(row.account.clone()),
                Some(own)
                    if incoming.keeps_labels
                        || own.label == row.account.label
                        || row.account.label == row.account.code.as_str() =>
                {
                    plan.unchanged += 1;
                }
                Some(own) => plan.relabelled.push((row.account.clone(), own.label.clone())),
            }
        }
        for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
            let cards = reader.third_parties(client_file, kind)?;
            plan.compare_parties(
                client_file,
                &cards,
                &said,
                incoming.parties.iter().filter(|party| party.kind == kind),
            );
        }
        Ok(plan)
    }

    fn compare_parties<'a>(
        &mut self,
        client_file: ClientFileId,
        cards: &[ThirdParty],
        said: &BTreeMap<AccountCode, AccountCode>,
        parties: impl Iterator<Item = &'a IncomingParty>,
    ) {
        let parties: Vec<&IncomingParty> = parties.collect();
        let accounts: HashMap<&AccountCode, &ThirdParty> =
            cards.iter().map(|card| (&card.account, card)).collect();
        let taken: HashMap<&AccountCode, ()> = parties.iter().map(|party| (&party.account, ())).collect();
        for party in parties {
            // A card that was merged into another is that other one.
            let account = said.get(&party.account).unwrap_or(&party.account);
            if accounts.contains_key(account) {
                self.known_parties += 1;
                continue;
            }
            // A card whose account the source has too is that other third party, however alike the names.
            let free = |card: &&ThirdParty| {
                !taken.contains_key(&card.account) && self.moved.iter().all(|(moved, ..)| moved.id != card.id)
            };
            let fresh = card_of(client_file, party);
            match same(&fresh, cards.iter().filter(free)) {
                Some((card, reason)) => {
                    let former = card.account.clone();
                    self.moved.push((completed(card.clone(), fresh), former, reason));
                }
                None => self.new_parties.push(fresh),
            }
        }
    }
}

/// A new card of what the source says; an identifier that does not pass its check is left out.
fn card_of(client_file: ClientFileId, party: &IncomingParty) -> ThirdParty {
    let siret: Option<Siret> = party.company.as_deref().and_then(|text| text.parse().ok());
    let siren: Option<Siren> = siret
        .as_ref()
        .map(Siret::siren)
        .or_else(|| party.company.as_deref().and_then(|text| text.parse().ok()));
    ThirdParty {
        id: ThirdPartyId::from_uuid(clock::fresh()),
        client_file,
        kind: party.kind,
        name: party.name.split_whitespace().collect::<Vec<_>>().join(" "),
        account: party.account.clone(),
        country: party.country,
        siren,
        siret,
        vat_number: party.vat_number.as_deref().and_then(|text| text.parse::<VatNumber>().ok()),
        ibans: party.iban.as_deref().and_then(|text| text.parse::<Iban>().ok()).into_iter().collect(),
        aliases: Vec::new(),
        defaults: CardDefaults::default(),
    }
}

/// The card that is the same company: by SIREN, VAT number, then name, when it is only one.
fn same<'a>(
    fresh: &ThirdParty,
    cards: impl Iterator<Item = &'a ThirdParty>,
) -> Option<(&'a ThirdParty, &'static str)> {
    let cards: Vec<&ThirdParty> = cards.collect();
    let only = |test: &dyn Fn(&ThirdParty) -> bool| {
        let mut found = cards.iter().copied().filter(|card| test(card));
        found.next().filter(|_| found.next().is_none())
    };
    let siren = fresh.siren.as_ref();
    if let Some(card) = siren.and_then(|siren| only(&|card| card.siren.as_ref() == Some(siren))) {
        return Some((card, "third_party_by_siren"));
    }
    let number = fresh.vat_number.as_ref();
    if let Some(card) = number.and_then(|number| only(&|card| card.vat_number.as_ref() == Some(number))) {
        return Some((card, "third_party_by_vat_number"));
    }
    let name = normal_name(&fresh.name);
    let contradicts =
        |card: &ThirdParty| matches!((siren, &card.siren), (Some(fresh), Some(known)) if fresh != known);
    let card = only(&|card| !name.is_empty() && normal_name(&card.name) == name && !contradicts(card))?;
    Some((card, "third_party_by_name"))
}

/// A known card with the account of the source, and with what it did not hold yet.
fn completed(mut card: ThirdParty, fresh: ThirdParty) -> ThirdParty {
    card.account = fresh.account;
    card.country = card.country.or(fresh.country);
    card.siren = card.siren.or(fresh.siren);
    card.siret = card.siret.or(fresh.siret);
    card.vat_number = card.vat_number.or(fresh.vat_number);
    card
}

/// Accounts that are in use though the chart does not hold them, each with a proposal.
pub fn successions(
    reader: &Reader<'_>,
    client_file: ClientFileId,
    chart: &[Account],
) -> Result<Vec<Succession>, StoreError> {
    let said = reader.account_successors(client_file)?;
    let labels: HashMap<AccountCode, String> =
        reader.accounts(client_file)?.into_iter().map(|account| (account.code, account.label)).collect();
    let held: HashMap<&AccountCode, ()> = chart.iter().map(|account| (&account.code, ())).collect();
    let mut uses: BTreeMap<AccountCode, (u32, Vec<String>)> = BTreeMap::new();
    for used in reader.account_uses(client_file)? {
        if held.contains_key(&used.account) {
            continue;
        }
        // The accounts that a client file starts with need not be in its chart: only one that leaves it is asked for.
        if !used.by.needs_the_chart() && !labels.contains_key(&used.account) {
            continue;
        }
        let (count, names) = uses.entry(used.account).or_default();
        *count += 1;
        if let AccountUser::Rule(name) = used.by
            && names.len() < 3
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let view =
        |account: &Account| AccountView { code: account.code.to_string(), label: account.label.clone() };
    Ok(uses
        .into_iter()
        .map(|(code, (uses, third_parties))| {
            let label = labels.get(&code).cloned().unwrap_or_default();
            let former = Account { code, label };
            let proposal = super::successors::propose(&former, chart, &said);
            Succession {
                former: view(&former),
                uses,
                third_parties,
                proposal: proposal.as_ref().map(|proposal| view(proposal.account)),
                reason: proposal.map(|proposal| proposal.reason),
            }
        })
        .collect())
}
