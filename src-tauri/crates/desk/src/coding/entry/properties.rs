//! What holds of every entry, whatever the regime, kind, rate, rounding and currency. `cargo xtask test --thorough` tries
//! more cases (`PROPTEST_CASES`).

use liasse_domain::{
    CardDefaults, Deductibility, ExchangeRate, FieldValue, PaymentMethodId, PersonId, RateSource,
    ReverseChargeKind, VatExigibility, VatLine, VatTerritory,
};
use proptest::prelude::*;

use super::tests::{IDS, client_file, put, reading_of, third_party};
use super::*;

/// All that a document's entry is drawn from, at random.
#[derive(Debug, Clone)]
struct Drawn {
    flow: Flow,
    kind: DocumentKind,
    scheme: VatScheme,
    territory: VatTerritory,
    /// Base in cents, place of the rate, account.
    bases: Vec<(i64, usize, usize)>,
    /// Cents by which the total misses the sum, within what rounding allows.
    cents: i64,
    /// Cents by which the total of the tax misses its rates.
    tax_cents: i64,
    deposit: i64,
    shares: Vec<u8>,
    card_share: Option<u8>,
    exigibility: Option<VatExigibility>,
    exchange: Option<u64>,
    paid: Option<Option<i64>>,
    person: bool,
    advance: Option<(AdvanceBooked, u8)>,
    why: ReverseChargeKind,
}

fn kinds() -> impl Strategy<Value = DocumentKind> {
    prop::sample::select(vec![
        DocumentKind::Invoice,
        DocumentKind::CreditNote,
        DocumentKind::Receipt,
        DocumentKind::CardSlip,
        DocumentKind::ExpenseReport,
        DocumentKind::CommissionStatement,
    ])
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let paper = (
        prop::sample::select(vec![Flow::Purchases, Flow::Sales]),
        kinds(),
        prop::sample::select(vec![
            VatScheme::Standard,
            VatScheme::Standard,
            VatScheme::ReverseCharge,
            VatScheme::Intracom,
            VatScheme::Exempt,
            VatScheme::Export,
        ]),
        prop::sample::select(vec![
            VatTerritory::FranceMainland,
            VatTerritory::Corsica,
            VatTerritory::FranceOverseas,
            VatTerritory::FranceOverseasUntaxed,
            VatTerritory::Belgium,
        ]),
        prop::collection::vec((1i64..3_000_000, 0usize..6, 0usize..4), 1..5),
        -1i64..=1,
        -1i64..=1,
        prop_oneof![Just(0i64), -5_000i64..5_000],
    );
    let beside = (
        prop::collection::vec(0u8..=100, 4),
        prop::option::of(0u8..=100),
        prop::option::of(prop::sample::select(vec![VatExigibility::Debits, VatExigibility::Payments])),
        prop::option::of(1_000u64..200_000_000_000),
        prop::option::of(prop::option::of(1i64..5_000_000)),
        any::<bool>(),
        prop::option::of((prop::sample::select(vec![AdvanceBooked::Net, AdvanceBooked::Total]), 1u8..=100)),
        prop::sample::select(ReverseChargeKind::ALL.to_vec()),
    );
    (paper, beside).prop_map(|(paper, beside)| {
        let (flow, kind, scheme, territory, bases, cents, tax_cents, deposit) = paper;
        let (shares, card_share, exigibility, exchange, paid, person, advance, why) = beside;
        Drawn {
            flow,
            kind,
            scheme,
            territory,
            bases,
            cents,
            tax_cents,
            deposit,
            shares,
            card_share,
            exigibility,
            exchange,
            paid,
            person,
            advance,
            why,
        }
    })
}

const ACCOUNTS: [&str; 4] = ["601100", "625100", "218300", "706000"];

struct Built {
    entries: Result<Entries, EntryTrouble>,
    /// Tax excluded, tax, total and deposit as the paper bears them, in its currency.
    tax: Amount,
    total: Amount,
    deposit: Amount,
    prepaid: Amount,
}

fn build(drawn: &Drawn, kind: DocumentKind) -> Built {
    let country = drawn.territory.country();
    let file = client_file(country);
    let mut practice = Practice::usual(file.id, country);
    practice.settings.territory = drawn.territory;
    let on: Date = "2026-06-30".parse().unwrap();
    let mut rates = drawn.territory.rates(on);
    rates.push(VatRate::ZERO);
    let standard = drawn.scheme == VatScheme::Standard;
    let mut vat: Vec<VatLine> = Vec::new();
    for (base, rate, _) in &drawn.bases {
        let rate = rates[rate % rates.len()];
        let base = Amount::from_cents(*base);
        match vat.iter_mut().find(|line| line.rate == rate) {
            Some(line) => {
                line.base += base;
                line.amount = rate.tax_on(line.base);
            }
            None => vat.push(VatLine { rate, base, amount: rate.tax_on(base) }),
        }
    }
    let net: Amount = vat.iter().map(|line| line.base).sum();
    let printed: Amount = vat.iter().map(|line| line.amount).sum();
    let tax = if standard { printed + Amount::from_cents(drawn.tax_cents) } else { Amount::ZERO };
    let total = net + tax + Amount::from_cents(drawn.cents);
    let mut reading = reading_of(kind);
    let fields = [(FieldName::TotalHt, net), (FieldName::TotalVat, tax), (FieldName::TotalTtc, total)];
    for (name, amount) in fields {
        put(&mut reading, name, FieldValue::Amount(amount));
    }
    put(&mut reading, FieldName::IssueDate, FieldValue::Date(on));
    put(&mut reading, FieldName::InvoiceNumber, FieldValue::Text("F-1".to_owned()));
    put(&mut reading, FieldName::ReverseCharge, FieldValue::Text(drawn.why.code().to_owned()));
    let deposit = Amount::from_cents(drawn.deposit);
    if !deposit.is_zero() {
        put(&mut reading, FieldName::DepositAmount, FieldValue::Amount(deposit));
    }
    let mut prepaid = Amount::ZERO;
    if let Some((_, percent)) = drawn.advance {
        prepaid = total.ratio(i64::from(percent), 100).unwrap();
        put(&mut reading, FieldName::Prepaid, FieldValue::Amount(prepaid));
    }
    if standard {
        reading.vat_lines = vat;
    }
    let currency: Currency = if drawn.exchange.is_some() { "USD" } else { "EUR" }.parse().unwrap();
    put(&mut reading, FieldName::Currency, FieldValue::Currency(currency));
    let allocations: Vec<Allocation> = drawn
        .bases
        .iter()
        .zip(drawn.shares.iter().cycle())
        .map(|((base, rate, account), share)| Allocation {
            rate: standard.then(|| rates[rate % rates.len()]),
            account: ACCOUNTS[*account].parse().ok(),
            amount: Amount::from_cents(*base),
            reason: Message::new("test"),
            axes: Default::default(),
            deductible: Deductibility::from_percent(*share).filter(|_| share % 2 == 0),
        })
        .collect();
    let mut party = third_party();
    party.defaults = CardDefaults {
        deductible: drawn.card_share.and_then(Deductibility::from_percent),
        exigibility: drawn.exigibility,
        ..CardDefaults::default()
    };
    let circumstances = Circumstances {
        exchange: drawn.exchange.map(|millionths| DatedRate {
            currency,
            date: on,
            rate: ExchangeRate::from_millionths(millionths).unwrap(),
            source: RateSource::Ecb,
        }),
        person: drawn.person.then(|| Person {
            id: PersonId::from_uuid(Default::default()),
            client_file: file.id,
            name: "Camille".to_owned(),
            role: PersonRole::Employee,
            account: "421CAMILLE".parse().unwrap(),
        }),
        paid: drawn.paid.map(|amount| Paid {
            method: PaymentMethodId::from_uuid(Default::default()),
            name: "Visa".to_owned(),
            account: "512000".parse().ok(),
            journal: None,
            amount: amount.map(Amount::from_cents),
        }),
        advance: drawn.advance.map(|(booked, _)| booked),
        commission_rate: None,
    };
    let facts = EntryFacts {
        client_file: &file,
        practice: &practice,
        chart: &[],
        flow: drawn.flow,
        reading: &reading,
        scheme: drawn.scheme,
        third_party: Some(&party),
        allocations: &allocations,
        circumstances: &circumstances,
    };
    let entries = build_entries(&facts, IDS, DocumentId::from_uuid(Default::default()));
    Built { entries, tax, total, deposit, prepaid }
}

/// Amounts on the side of the document's amounts count up, the others down.
fn signed(line: &EntryLine, up: Side) -> i64 {
    if line.side == up { line.amount.cents() } else { -line.amount.cents() }
}

proptest! {
    #[test]
    fn every_entry_balances_and_owes_what_the_paper_says(drawn in drawn()) {
        let built = build(&drawn, drawn.kind);
        let entries = match built.entries {
            Ok(entries) => entries,
            // The total of the tax and the total of the paper may be off at once: then no cent of rounding explains it.
            // A document that converts to nothing has no entry.
            Err(EntryTrouble::Gap(_)) if drawn.cents != 0 => return Ok(()),
            Err(EntryTrouble::Lines(EntryError::TooFewLines)) if drawn.exchange.is_some() => return Ok(()),
            Err(trouble) => return Err(TestCaseError::fail(format!("{trouble:?}"))),
        };
        for entry in std::iter::once(&entries.entry).chain(&entries.payment) {
            let sum = |side| entry.lines().iter().filter(|line| line.side == side).map(|line| line.amount).sum::<Amount>();
            prop_assert_eq!(sum(Side::Debit), sum(Side::Credit));
        }
        let cleared = if drawn.advance.is_some() { built.prepaid } else { Amount::ZERO };
        let owed = built.total + built.deposit - cleared;
        let rate = drawn.exchange.and_then(ExchangeRate::from_millionths);
        let owed = rate.map_or(Some(owed), |rate| rate.to_euro(owed)).unwrap();
        let up = amounts_side(drawn.flow, Some(drawn.kind));
        let party: i64 = entries.entry.lines().iter().filter(|line| line.auxiliary.is_some())
            .map(|line| signed(line, up.opposite())).sum();
        prop_assert_eq!(party, owed.cents(), "the third party is owed what the paper says, to the cent");
    }

    #[test]
    fn a_credit_note_is_the_mirror_of_its_invoice(drawn in drawn()) {
        let lines = |kind| match build(&drawn, kind).entries {
            Ok(entries) => Ok((entries.entry.lines().to_vec(), entries.payment.map(|entry| entry.lines().to_vec()))),
            Err(trouble) => Err(trouble),
        };
        let mirror = |lines: Vec<EntryLine>| -> Vec<EntryLine> {
            // Whether a deposit is given or returned depends on the side too.
            lines.into_iter().map(|line| EntryLine { side: line.side.opposite(), notes: Vec::new(), ..line }).collect()
        };
        let bare = |lines: Vec<EntryLine>| -> Vec<EntryLine> {
            lines.into_iter().map(|line| EntryLine { notes: Vec::new(), ..line }).collect()
        };
        match (lines(DocumentKind::Invoice), lines(DocumentKind::CreditNote)) {
            (Ok((invoice, paid)), Ok((credit, repaid))) => {
                prop_assert_eq!(mirror(invoice), bare(credit));
                // A payment at another rate of exchange is a loss one way and a gain the other.
                if drawn.paid.flatten().is_none() {
                    prop_assert_eq!(paid.map(mirror), repaid.map(bare));
                }
            }
            (invoice, credit) => prop_assert_eq!(invoice.is_err(), credit.is_err()),
        }
    }

    #[test]
    fn tax_is_deducted_waits_or_is_part_of_the_expense(drawn in drawn()) {
        let plain = Drawn { exchange: None, advance: None, deposit: 0, cents: 0, paid: None, ..drawn };
        let built = build(&plain, plain.kind);
        // A cent off no tax at all is no tax.
        prop_assume!(!built.tax.is_negative());
        let Ok(entries) = built.entries else { return Ok(()) };
        let up = amounts_side(plain.flow, Some(plain.kind));
        let is_tax = |line: &&EntryLine| line.account.starts_with("44") || line.account.starts_with("411000") || line.account.starts_with("451");
        let net: i64 = plain.bases.iter().map(|(base, ..)| base).sum();
        let booked: i64 = entries.entry.lines().iter().filter(|line| !is_tax(line) && line.auxiliary.is_none())
            .map(|line| signed(line, up)).sum();
        let tax: i64 = entries.entry.lines().iter().filter(is_tax).filter(|line| line.auxiliary.is_none())
            .map(|line| signed(line, up)).sum();
        prop_assert_eq!(booked + tax, net + built.tax.cents(), "nothing of the tax is lost");
        prop_assert!(booked >= net, "only tax is added to an expense");
    }
}
