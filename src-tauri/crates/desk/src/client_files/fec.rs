//! Taking over last year's FEC: chart, third parties, rules with their counts. All or nothing.

use std::collections::BTreeMap;
use std::path::Path;

use liasse_domain::{
    Account, AccountCode, CardDefaults, Narrowing, Rule, RuleId, RuleOrigin, RuleTemplate, Share,
    TemplateLine, ThirdParty, ThirdPartyId, ThirdPartyKind, VatRate, VatScheme,
};
use liasse_formats::fec::{self, FecSummary, FecThirdParty};
use liasse_store::{StoreError, Writer};
use serde_json::json;

use super::recode_waiting;
use crate::api::{DeskError, FecImported};
use crate::chart::{IncomingAccount, put_vat_accounts, vat_accounts};
use crate::clock;
use crate::desk::{Desk, client_file_id};

/// The largest FEC that is read: some ten million lines.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

impl Desk {
    /// Takes accounts, third parties and rules from an FEC. Rules made by hand stay.
    ///
    /// # Errors
    /// `fec_refused` with one finding a fault, each with its line; nothing was imported then.
    pub fn import_fec(&self, client_file: String, path: String) -> Result<FecImported, DeskError> {
        let id = client_file_id(&client_file)?;
        let file_name =
            Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unreadable = |error: std::io::Error| {
            DeskError::new("file_unreadable", format!("{path}: {error}"))
                .with("path", &path)
                .with("detail", error)
        };
        let size = std::fs::metadata(&path).map_err(unreadable)?.len();
        if size > LARGEST {
            let detail = format!("{path}: {size} bytes, expected at most {LARGEST}");
            return Err(DeskError::new("file_too_large", detail).with("path", &path));
        }
        let bytes = std::fs::read(&path).map_err(unreadable)?;
        let read = fec::read_owned(bytes).map_err(|errors| {
            let findings: Vec<_> = errors.iter().map(fec::FecError::to_finding).collect();
            let detail = format!("{path}: {} faults, nothing was imported", findings.len());
            DeskError::new("fec_refused", detail)
                .with("file", &file_name)
                .with("count", findings.len())
                .with_findings(&findings)
        })?;
        let summary = fec::analyse(&read);
        drop(read);
        let imported = self.command("import_fec", true, json!({ "file": file_name }), &[], |writer| {
            let imported = take_over(writer, id, &summary)?;
            recode_waiting(writer, id)?;
            Ok(imported)
        })?;
        self.tell_changed(id);
        Ok(imported)
    }
}

fn account(code: &str, label: &str) -> Option<Account> {
    Some(Account { code: code.parse().ok()?, label: label.to_owned() })
}

fn take_over(
    writer: &mut Writer<'_>,
    id: liasse_domain::ClientFileId,
    summary: &FecSummary,
) -> Result<FecImported, StoreError> {
    let successors = writer.account_successors(id)?;
    let collectives = [&summary.supplier_collective, &summary.customer_collective];
    let is_collective = |code: &str| collectives.iter().any(|collective| collective.as_deref() == Some(code));
    let mut chart: Vec<Account> = summary
        .accounts
        .iter()
        .filter(|used| is_collective(&used.code))
        .chain(summary.chart())
        .filter_map(|used| account(&used.code, &used.label))
        .filter(|account| !successors.contains_key(&account.code))
        .collect();
    chart.sort_by(|a, b| a.code.cmp(&b.code));
    chart.dedup_by(|a, b| a.code == b.code);
    writer.put_accounts(id, &chart)?;

    let mut file = writer.client_file(id)?;
    let rows: Vec<IncomingAccount> = chart
        .iter()
        .map(|account| IncomingAccount { account: account.clone(), counterpart: None, rate: None })
        .collect();
    put_vat_accounts(writer, id, vat_accounts(&rows, file.country))?;
    if !summary.supplier_prefix.is_empty() && summary.supplier_prefix.len() <= 8 {
        file.accounts.supplier_prefix.clone_from(&summary.supplier_prefix);
    }
    if !summary.customer_prefix.is_empty() && summary.customer_prefix.len() <= 8 {
        file.accounts.customer_prefix.clone_from(&summary.customer_prefix);
    }
    adopt_vat_accounts(&mut file.accounts, summary);
    for (nature, journal) in [
        (fec::JournalNature::Purchases, &mut file.journals.purchases),
        (fec::JournalNature::Sales, &mut file.journals.sales),
        (fec::JournalNature::Bank, &mut file.journals.bank),
    ] {
        if let Some(code) = summary.journal(nature).and_then(|used| used.code.parse().ok()) {
            *journal = code;
        }
    }
    writer.put_client_file(&file)?;

    let (mut suppliers, mut customers, mut rules) = (0, 0, 0);
    for party in &summary.third_parties {
        let Ok(code) = party.auxiliary.parse::<AccountCode>() else { continue };
        // A card that was merged into another, or took another account with the chart.
        let successor = successors.get(&code);
        let of_its_own = |code: &AccountCode| {
            summary
                .third_parties
                .iter()
                .any(|other| other.kind == party.kind && other.auxiliary == code.as_str())
        };
        // The habit of a card that was merged gives way to that of the one that stayed.
        let gives_way = successor.is_some_and(of_its_own);
        let code = successor.cloned().unwrap_or(code);
        match party.kind {
            ThirdPartyKind::Supplier => suppliers += 1,
            ThirdPartyKind::Customer => customers += 1,
        }
        let card = put_card(writer, id, party, code)?;
        rules += u32::from(!gives_way && put_rule(writer, card, party, &successors)?);
    }
    Ok(FecImported {
        lines: summary.rows,
        entries: summary.entries,
        accounts: chart.len() as u32,
        suppliers,
        customers,
        rules,
    })
}

/// The VAT accounts of the books go before the country's defaults, where the books use one of that root.
fn adopt_vat_accounts(accounts: &mut liasse_domain::FirmAccounts, summary: &FecSummary) {
    let most_used = |roots: &[&str]| {
        let of_root = |code: &str| roots.iter().any(|root| code.starts_with(root));
        let used = summary.accounts.iter().filter(|used| of_root(&used.code)).max_by_key(|used| used.lines);
        used.and_then(|used| used.code.parse::<AccountCode>().ok())
    };
    // Deductible on other goods and services, collected, and due within the Union (PCG 44566, 44571, 4452).
    for (roots, account) in [
        (&["44566"][..], &mut accounts.purchase_vat),
        (&["44571", "44570"][..], &mut accounts.sales_vat),
        (&["4452"][..], &mut accounts.reverse_charge_vat),
    ] {
        if let Some(code) = most_used(roots) {
            *account = code;
        }
    }
}

/// The card of a third party: the known one keeps what it holds besides.
fn put_card(
    writer: &mut Writer<'_>,
    id: liasse_domain::ClientFileId,
    party: &FecThirdParty,
    code: AccountCode,
) -> Result<ThirdPartyId, StoreError> {
    if let Some(mut known) = writer.third_party_by_account(id, party.kind, &code)? {
        if known.name != party.label && !known.aliases.contains(&party.label) {
            known.aliases.push(party.label.clone());
            writer.put_third_party(&known)?;
        }
        return Ok(known.id);
    }
    let card = ThirdParty {
        id: ThirdPartyId::from_uuid(clock::fresh()),
        client_file: id,
        kind: party.kind,
        name: if party.label.trim().is_empty() { code.to_string() } else { party.label.trim().to_owned() },
        account: code,
        country: None,
        siren: None,
        siret: None,
        vat_number: None,
        ibans: Vec::new(),
        aliases: Vec::new(),
        defaults: CardDefaults::default(),
    };
    writer.put_third_party(&card)?;
    Ok(card.id)
}

/// What a third party is booked to: one account, and where outlays went beside it more than once, theirs.
fn usual_template(
    code: AccountCode,
    party: &FecThirdParty,
    successors: &BTreeMap<AccountCode, AccountCode>,
) -> RuleTemplate {
    let outlays = party.untaxed.as_ref().filter(|used| used.count > 1);
    let account = outlays.and_then(|used| used.account.parse::<AccountCode>().ok());
    let account = account.map(|account| successors.get(&account).cloned().unwrap_or(account));
    let Some(account) = account.filter(|account| *account != code) else { return RuleTemplate::one(code) };
    let open = |account: AccountCode, rate| TemplateLine { account, share: Share::Open, rate };
    RuleTemplate::new(vec![open(code.clone(), None), open(account, Some(VatRate::ZERO))])
        .unwrap_or_else(|_| RuleTemplate::one(code))
}

/// The scheme under which a supplier was always booked, where it is not the usual one. Of a customer without tax the ledger
/// does not say why there is none: export, sale within the Union, exemption.
fn usual_scheme(party: &FecThirdParty) -> Option<VatScheme> {
    let scheme = party.tax.scheme().filter(|_| party.kind == ThirdPartyKind::Supplier);
    scheme.filter(|scheme| *scheme != VatScheme::Standard)
}

/// The most frequent counterpart as a rule, with the scheme of VAT, unless the user made one. Tells whether there is one.
fn put_rule(
    writer: &mut Writer<'_>,
    third_party: ThirdPartyId,
    party: &FecThirdParty,
    successors: &BTreeMap<AccountCode, AccountCode>,
) -> Result<bool, StoreError> {
    let Some(usual) = party.usual() else { return Ok(false) };
    let Ok(code) = usual.account.parse::<AccountCode>() else { return Ok(false) };
    // What the user said of an account of the former chart holds for a ledger that was kept under it.
    let code = successors.get(&code).cloned().unwrap_or(code);
    let known = writer.rules_of(third_party)?.into_iter().filter(Rule::is_general).collect::<Vec<_>>();
    if known.iter().any(|rule| rule.origin == RuleOrigin::User) {
        return Ok(true);
    }
    writer.put_rule(&Rule {
        id: known.first().map_or_else(|| RuleId::from_uuid(clock::fresh()), |rule| rule.id),
        third_party,
        narrowing: Narrowing::default(),
        template: usual_template(code, party, successors),
        vat_scheme: usual_scheme(party),
        origin: RuleOrigin::Fec { count: usual.count, total: party.total },
    })?;
    Ok(true)
}
