//! A chart as its source holds it: general accounts on one side, suppliers and customers on the other.

use std::collections::HashSet;

use liasse_connectors::{FetchError, FolderId, Target as System};
use liasse_domain::{Account, AccountCode, ClientFile, Country, Finding, ThirdPartyKind, VatRate};
use liasse_formats::chart::StandardChart;
use liasse_formats::chart_file::{self, ChartColumn, ChartFile, ChartFileRow, ChartFileWriting};

use crate::api::Message;

/// What a source holds.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// How it was understood.
    pub source: Message,
    /// The columns of a file.
    pub columns: Vec<(ChartColumn, String)>,
    /// General accounts, by code.
    pub accounts: Vec<IncomingAccount>,
    /// Suppliers and customers.
    pub parties: Vec<IncomingParty>,
    /// What was left out.
    pub findings: Vec<Finding>,
    /// Whether the labels here go before those of the source.
    pub keeps_labels: bool,
}

/// A general account.
#[derive(Debug, Clone)]
pub struct IncomingAccount {
    /// Code and label.
    pub account: Account,
    /// The other side of a VAT account.
    pub counterpart: Option<AccountCode>,
    /// Rate of a VAT account, where a column says it.
    pub rate: Option<VatRate>,
}

/// A supplier or customer.
#[derive(Debug, Clone)]
pub struct IncomingParty {
    /// Which.
    pub kind: ThirdPartyKind,
    /// Auxiliary account.
    pub account: AccountCode,
    /// Name.
    pub name: String,
    /// SIREN or SIRET, as written.
    pub company: Option<String>,
    /// VAT number, as written.
    pub vat_number: Option<String>,
    /// IBAN, as written.
    pub iban: Option<String>,
    /// Country.
    pub country: Option<Country>,
}

impl Incoming {
    /// The standard chart of a country; `None` where there is none.
    pub fn standard(country: Country) -> Option<Incoming> {
        let accounts = StandardChart::of(country)?
            .accounts()
            .into_iter()
            .map(|account| IncomingAccount {
                account: Account { code: account.code, label: account.label_fr.to_owned() },
                counterpart: None,
                rate: None,
            })
            .collect();
        Some(Incoming {
            source: Message::new("chart_from_standard"),
            columns: Vec::new(),
            accounts,
            parties: Vec::new(),
            findings: Vec::new(),
            keeps_labels: true,
        })
    }

    /// What a CSV or XLSX file holds.
    ///
    /// # Errors
    /// [`chart_file::ChartFileError`].
    pub fn of_file(bytes: &[u8], file: &ClientFile) -> Result<Incoming, chart_file::ChartFileError> {
        let ChartFile { form, rows, findings } = chart_file::read(bytes)?;
        let source = match form.written {
            ChartFileWriting::Csv { encoding, separator } => {
                let separator = if separator == '\t' { "TAB".to_owned() } else { separator.to_string() };
                Message::new("chart_from_csv").with("encoding", encoding).with("separator", separator)
            }
            ChartFileWriting::Xlsx { sheet } => Message::new("chart_from_xlsx").with("sheet", sheet),
        };
        let standard: HashSet<AccountCode> = StandardChart::of(file.country)
            .map(|chart| chart.accounts().into_iter().map(|account| account.code).collect())
            .unwrap_or_default();
        let mut incoming = Incoming {
            source,
            columns: form.columns,
            accounts: Vec::new(),
            parties: Vec::new(),
            findings,
            keeps_labels: false,
        };
        for row in rows {
            match party_kind(&row, file, &standard) {
                Some(kind) => incoming.parties.push(IncomingParty {
                    kind,
                    account: row.code,
                    name: row.label,
                    company: row.company,
                    vat_number: row.vat_number,
                    iban: row.iban,
                    country: None,
                }),
                None if has_class(&row.code) => incoming.accounts.push(IncomingAccount {
                    account: Account { code: row.code, label: row.label },
                    counterpart: row.counterpart,
                    rate: row.rate,
                }),
                None => {
                    let message = format!(
                        "{} is neither a general account nor one of a supplier or customer: left out; see the prefixes of the client file",
                        row.code
                    );
                    incoming.findings.push(
                        Finding::warning("chart_account_unknown", message)
                            .on_line(row.line)
                            .with("text", &row.code),
                    );
                }
            }
        }
        Ok(incoming)
    }

    /// What a connected system holds of a folder.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn of_system(system: &dyn System, folder: &FolderId) -> Result<Incoming, FetchError> {
        let chart = system.chart(folder).await?;
        let mut findings = chart.findings;
        let accounts = chart
            .items
            .into_iter()
            .map(|row| IncomingAccount { account: row.account, counterpart: row.counterpart, rate: None })
            .collect();
        let mut parties = Vec::new();
        for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
            let found = system.third_parties(folder, kind).await?;
            findings.extend(found.findings);
            parties.extend(found.items.into_iter().map(|party| IncomingParty {
                kind,
                account: party.account,
                name: party.name,
                company: party.company,
                vat_number: party.vat_number,
                iban: None,
                country: party.country,
            }));
        }
        let source = Message::new("chart_from_system").with("system", system.system()).with("folder", folder);
        Ok(Incoming { source, columns: Vec::new(), accounts, parties, findings, keeps_labels: false })
    }
}

/// Whether an account has a class of the chart (1 to 7) as its first digit.
fn has_class(code: &AccountCode) -> bool {
    code.as_str().starts_with(['1', '2', '3', '4', '5', '6', '7'])
}

/// Whether a line is that of a supplier or customer: a column says so, or its number does. Where numbers alone speak, a
/// code as short as a general account's is one.
fn party_kind(
    row: &ChartFileRow,
    file: &ClientFile,
    standard: &HashSet<AccountCode>,
) -> Option<ThirdPartyKind> {
    let belgian = file.country == Country::BE;
    // PCG art. 944-40 and 944-41; PCMN 44 and 40.
    let roots: [(&[&str], ThirdPartyKind); 2] = match belgian {
        false => {
            [(&["401", "403", "404"], ThirdPartyKind::Supplier), (&["411", "413"], ThirdPartyKind::Customer)]
        }
        true => [(&["440"], ThirdPartyKind::Supplier), (&["400"], ThirdPartyKind::Customer)],
    };
    let code = row.code.as_str();
    let under = |prefix: &str| {
        let rest = code.strip_prefix(prefix)?;
        let lettered = rest.bytes().any(|byte| byte.is_ascii_alphabetic());
        let own_prefix = prefix.starts_with(|c: char| c.is_alphabetic());
        let filled = !rest.is_empty() && rest.bytes().any(|byte| byte != b'0');
        (filled && (lettered || own_prefix || code.len() > 6)).then_some(())
    };
    if standard.contains(&row.code) {
        return None;
    }
    let collective = row.collective.as_ref().map(AccountCode::as_str);
    let of_collective = roots.iter().find(|(roots, _)| {
        collective.is_some_and(|own| own != code && roots.iter().any(|root| own.starts_with(root)))
    });
    let is_root = |kind: ThirdPartyKind| {
        roots.iter().any(|(roots, of)| *of == kind && roots.contains(&code.trim_end_matches('0')))
    };
    row.kind
        .filter(|kind| !is_root(*kind))
        .or(of_collective.map(|(_, kind)| *kind))
        .or_else(|| under(&file.accounts.supplier_prefix).map(|()| ThirdPartyKind::Supplier))
        .or_else(|| under(&file.accounts.customer_prefix).map(|()| ThirdPartyKind::Customer))
        .or_else(|| {
            roots
                .iter()
                .find(|(roots, _)| roots.iter().any(|root| under(root).is_some()))
                .map(|(_, kind)| *kind)
        })
}
