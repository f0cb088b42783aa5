//! What is fuzzed: every parser of bytes or text that comes from outside.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::time::Duration;

use liasse_desk::hostile_input::{archive, calculator, typed};
use liasse_domain::{
    AccountCode, Amount, Currency, Date, DocumentKind, FieldName, Finding, Flow, Reading, SplitMode,
    VatScheme,
};
use liasse_formats::ubl::{self, UblDocument, UblKind, UblParty, UblPayment};
use liasse_formats::{chart_file, ecb, einvoice, fec};
use liasse_reading::source::{Limits, PictureFile, sniff, wrong_extension};
use liasse_reading::worker::{Client, Held, ReadRequest, WorkerLimits};

use crate::seeds;

/// One parser.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format, put into inputs.
    pub words: &'static [&'static str],
    /// The longest that one input may take.
    pub slowest: Duration,
    /// Whether the process runs under the memory limit; a target that starts a bounded process of its own does not.
    pub bounded: bool,
    /// Runs it. The answer stands for what it did: an input with a new one is worth mutating. A fault is a panic.
    pub run: fn(&[u8]) -> u64,
}

const QUICK: Duration = Duration::from_secs(10);

/// All targets.
pub static TARGETS: [Target; 11] = [
    Target {
        name: "fec",
        seeds: seeds::fec,
        words: &seeds::FEC_WORDS,
        slowest: QUICK,
        bounded: true,
        run: run_fec,
    },
    Target {
        name: "einvoice",
        seeds: seeds::einvoices,
        words: &seeds::XML_WORDS,
        slowest: QUICK,
        bounded: true,
        run: run_einvoice,
    },
    Target {
        name: "ubl",
        seeds: seeds::einvoices,
        words: &seeds::XML_WORDS,
        slowest: QUICK,
        bounded: true,
        run: run_ubl,
    },
    Target {
        name: "chart",
        seeds: seeds::accounts,
        words: &["401", "ß", "ŉ", "\u{a0}", "-", "."],
        slowest: QUICK,
        bounded: true,
        run: run_chart,
    },
    Target {
        name: "ecb",
        seeds: seeds::exchange_rates,
        words: &["Date", "USD", "N/A", ",", "\n", "2026-11-20", "20 November 2026", "0.000001", "9999999999"],
        slowest: QUICK,
        bounded: true,
        run: run_ecb,
    },
    Target {
        name: "chart_file",
        seeds: seeds::chart_files,
        words: &[
            "Compte",
            "Libellé",
            "CPT1",
            "Taux",
            ";",
            "\t",
            "\"",
            "401",
            "%",
            "<row r=\"9\">",
            "<v>",
            "XFD1048576",
        ],
        slowest: QUICK,
        bounded: true,
        run: run_chart_file,
    },
    Target {
        name: "archive",
        seeds: seeds::archives,
        words: &["PK\x01\x02", "PK\x05\x06", "PK\x06\x07", "../", "__MACOSX/"],
        slowest: Duration::from_secs(30),
        bounded: true,
        run: run_archive,
    },
    Target {
        name: "sniff",
        seeds: seeds::heads,
        words: &["%PDF-", "BM", "RIFF", "WEBP", "ftypheic", "<?xml", "<!", "II*\0", "PK\x03\x04"],
        slowest: QUICK,
        bounded: true,
        run: run_sniff,
    },
    Target {
        name: "picture",
        seeds: seeds::pictures,
        words: &["IHDR", "IDAT", "JFIF", "Exif\0\0", "VP8 ", "VP8L", "VP8X", "GIF89a", "II*\0", "MM\0*"],
        slowest: Duration::from_secs(30),
        bounded: true,
        run: run_picture,
    },
    Target {
        name: "typed",
        seeds: seeds::typed,
        words: &["+", "-", "*", "/", "(", ")", ",", ".", " ", "/11", "FR", "BE", "\u{202f}"],
        slowest: QUICK,
        bounded: true,
        run: run_typed,
    },
    Target {
        name: "pdf",
        seeds: seeds::pdfs,
        words: &[
            "obj", "endobj", "stream", "/Type", "/Page", "/Kids", "/Length", "/Filter", "R", "<<", ">>",
            "xref",
        ],
        slowest: Duration::from_secs(120),
        bounded: false,
        run: run_pdf,
    },
];

/// The target of a name.
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn run_fec(bytes: &[u8]) -> u64 {
    match fec::read(bytes) {
        Ok(read) => {
            let summary = fec::analyse(&read);
            let rows = read.rows().count();
            assert_eq!(rows, read.len(), "the rows of a ledger are as many as it says");
            digest((
                codes(read.anomalies()),
                rows.min(20),
                summary.third_parties.len().min(10),
                read.encoding(),
            ))
        }
        Err(errors) => {
            let mut kinds: Vec<(&str, bool)> =
                errors.iter().map(|error| (error.code(), error.column().is_some())).collect();
            kinds.sort_unstable();
            kinds.dedup();
            assert!(!kinds.is_empty(), "a refusal says why");
            digest(kinds)
        }
    }
}

fn run_ecb(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes);
    match ecb::read(&text) {
        Ok(rates) => {
            for rate in &rates {
                let written = rate.rate.to_string();
                assert_eq!(written.parse().ok(), Some(rate.rate), "a rate reads back");
            }
            digest((rates.len().min(20), rates.first().map(|rate| rate.currency)))
        }
        Err(error) => {
            assert!((1..=text.lines().count().max(1)).contains(&error.line()), "a refusal names a line");
            digest((error.code(), error.line().min(20)))
        }
    }
}

fn run_chart_file(bytes: &[u8]) -> u64 {
    match chart_file::read(bytes) {
        Ok(chart) => {
            assert!(!chart.rows.is_empty(), "a chart holds accounts");
            let columns: Vec<_> = chart.form.columns.iter().map(|(column, _)| *column).collect();
            digest((codes(&chart.findings), chart.rows.len().min(20), columns))
        }
        Err(error) => digest(error.code()),
    }
}

fn run_einvoice(bytes: &[u8]) -> u64 {
    let sniffed = einvoice::sniff(bytes).is_some();
    let (invoice, findings) = einvoice::read(bytes);
    let Some(invoice) = invoice else {
        assert!(!findings.is_empty(), "a refusal says why");
        return digest((sniffed, codes(&findings)));
    };
    let (reading, more) = invoice.to_reading();
    let picture = invoice.image().is_some();
    let paper = invoice.paper();
    assert!((1..200).contains(&paper.page_count), "{} pages were drawn", paper.page_count);
    assert!(paper.places.values().all(|place| (1..=paper.page_count).contains(&place.page)));
    let fields: Vec<(FieldName, bool)> =
        reading.fields.iter().map(|(name, field)| (*name, field.sure)).collect();
    digest((
        sniffed,
        codes(&findings),
        codes(&more),
        fields,
        reading.line_items.len().min(6),
        reading.vat_lines.len(),
        picture,
        paper.page_count.min(4),
    ))
}

/// What was read of an e-invoice is written as UBL and read again: the same must come out.
fn run_ubl(bytes: &[u8]) -> u64 {
    let Some(reading) = einvoice::read(bytes).0.map(|invoice| invoice.to_reading().0) else { return 0 };
    let Some(document) = document_of(&reading) else { return 1 };
    let written = match ubl::write(&document) {
        Ok(written) => written,
        Err(error) => return digest(error.code()),
    };
    let (again, findings) = einvoice::read(&written);
    assert!(findings.is_empty(), "what is written reads without a finding: {findings:?}");
    let Some(again) = again else { panic_with("what is written reads") };
    let again = again.to_reading().0;
    let whole = document.total_ttc + document.deposit.unwrap_or(Amount::ZERO);
    if !whole.is_negative() {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(again.text(FieldName::InvoiceNumber).map(squeezed), Some(squeezed(&document.number)));
        assert_eq!(again.date(FieldName::IssueDate), Some(document.issue_date));
        // A deposit that the input contradicted is told apart in what is written: the sums stay whole.
        let apart = again.amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
        let sum = |name: FieldName| again.amount(name).map(|amount| amount + apart);
        let whole_ht = document.total_ht + document.deposit.unwrap_or(Amount::ZERO);
        assert_eq!(sum(FieldName::TotalTtc), Some(whole), "total with its deposit");
        assert_eq!(sum(FieldName::TotalHt), Some(whole_ht), "total without tax, with its deposit");
    }
    digest((document.scheme, document.vat_lines.len(), document.line_items.len().min(5), again.fields.len()))
}

#[allow(clippy::panic, reason = "a fault of a target is a panic")]
fn panic_with(what: &str) -> ! {
    panic!("{what}: it does not")
}

/// What a publication would make of a reading. Totals beyond what an invoice holds are left alone.
fn document_of(reading: &Reading) -> Option<UblDocument> {
    let text = |name: FieldName| reading.text(name).map(str::to_owned);
    let scheme = reading.scheme().unwrap_or(VatScheme::Standard);
    let taxed = scheme == VatScheme::Standard;
    let total_ttc = reading.amount(FieldName::TotalTtc)?;
    let total_vat = if taxed { reading.amount(FieldName::TotalVat)? } else { Amount::ZERO };
    let party = |name: FieldName, vat: FieldName, siren: FieldName| UblParty {
        name: text(name).unwrap_or_default(),
        vat_number: text(vat).and_then(|text| text.parse().ok()),
        siren: text(siren).and_then(|text| text.parse().ok()),
        country: text(vat).and_then(|text| text.get(..2)?.parse().ok()),
        ..UblParty::default()
    };
    const MOST: i64 = 1_000_000_000_000;
    let amounts =
        [total_ttc, total_vat].into_iter().chain(reading.vat_lines.iter().flat_map(|l| [l.base, l.amount]));
    if amounts.chain(reading.line_items.iter().filter_map(|line| line.amount)).any(|a| a.abs().cents() > MOST)
    {
        return None;
    }
    Some(UblDocument {
        kind: UblKind::of(reading.kind().unwrap_or(DocumentKind::Other))?,
        number: text(FieldName::InvoiceNumber)?,
        issue_date: reading.date(FieldName::IssueDate)?,
        due_date: reading.date(FieldName::DueDate),
        delivery: None,
        currency: reading.currency().unwrap_or(Currency::EUR),
        buyer_reference: Some("C1".to_owned()),
        order_reference: text(FieldName::OrderReference),
        preceding_invoice: None,
        supplier: party(FieldName::SupplierName, FieldName::SupplierVat, FieldName::SupplierSiren),
        customer: party(FieldName::CustomerName, FieldName::CustomerVat, FieldName::CustomerSiren),
        scheme,
        exemption_reason: None,
        vat_lines: if taxed { reading.vat_lines.clone() } else { Vec::new() },
        total_ht: total_ttc - total_vat,
        total_vat,
        total_ttc,
        deposit: reading.amount(FieldName::DepositAmount),
        prepaid: reading.amount(FieldName::Prepaid),
        amount_due: reading.amount(FieldName::AmountDue),
        line_items: reading.line_items.clone(),
        payment: UblPayment {
            method: text(FieldName::PaymentMethod),
            iban: text(FieldName::Iban).and_then(|text| text.parse().ok()),
            bic: text(FieldName::Bic).and_then(|text| text.parse().ok()),
            structured_communication: text(FieldName::StructuredComm).and_then(|text| text.parse().ok()),
            card_last4: text(FieldName::CardLast4),
        },
        original: None,
    })
}

fn run_chart(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes);
    let mut read = 0;
    for line in text.lines().take(200) {
        if let Ok(code) = line.parse::<AccountCode>() {
            assert_eq!(code.to_string().parse::<AccountCode>().ok(), Some(code), "a code reads back");
            read += 1;
        }
    }
    digest((read, text.lines().count().min(30)))
}

fn run_archive(bytes: &[u8]) -> u64 {
    let office = archive::is_office_document(bytes);
    let mut members = 0;
    let findings = archive::members(bytes, |_| members += 1);
    digest((office, members, codes(&findings)))
}

fn run_sniff(bytes: &[u8]) -> u64 {
    let content = sniff(bytes);
    let name = String::from_utf8_lossy(bytes.get(..bytes.len().min(40)).unwrap_or_default());
    let lies = wrong_extension(&name, content).is_some();
    digest((content, lies, content.unreadable().is_some()))
}

fn run_picture(bytes: &[u8]) -> u64 {
    let limits = Limits { pages: 20, bytes: 1 << 20, pixels: 4_000_000 };
    let content = sniff(bytes);
    match PictureFile::open(bytes, content, &limits) {
        Err(finding) => digest((content, &finding.code)),
        Ok(None) => digest(content),
        Ok(Some(file)) => {
            let pages: Vec<Result<(), String>> = (1..=file.page_count().min(3))
                .map(|number| file.page(number).map(|_| ()).map_err(|finding| finding.message))
                .collect();
            digest((content, file.page_count(), pages))
        }
    }
}

fn run_typed(bytes: &[u8]) -> u64 {
    const NAMES: [FieldName; 18] = [
        FieldName::IssueDate,
        FieldName::TotalTtc,
        FieldName::Currency,
        FieldName::SupplierCountry,
        FieldName::DocType,
        FieldName::VatScheme,
        FieldName::SupplierSiren,
        FieldName::SupplierSiret,
        FieldName::SupplierVat,
        FieldName::CustomerVat,
        FieldName::Iban,
        FieldName::Bic,
        FieldName::StructuredComm,
        FieldName::CardLast4,
        FieldName::PaymentMethod,
        FieldName::InvoiceNumber,
        FieldName::CustomerName,
        FieldName::OrderReference,
    ];
    let text = String::from_utf8_lossy(bytes);
    let Some(today) = Date::new(2026, 2, 28) else { return 0 };
    let sum = calculator::evaluate(&text)
        .map(|amount| amount.is_negative())
        .map_err(|trouble| trouble.message("").code);
    let read: Vec<Option<bool>> = NAMES
        .iter()
        .map(|name| typed::field_value(*name, &text, today).ok().map(|value| value.is_some()))
        .collect();
    digest((sum, read))
}

fn run_pdf(bytes: &[u8]) -> u64 {
    thread_local! {
        static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
    }
    let limits = WorkerLimits { page: Duration::from_secs(60), ..WorkerLimits::default() };
    let read = CLIENT.with_borrow_mut(|client| {
        let program = std::env::current_exe().unwrap_or_default();
        client.get_or_insert_with(|| Client::new(&program, None, limits)).read(
            ReadRequest {
                source: Held::Bytes { key: digest(bytes).to_string(), bytes: bytes.into() },
                name: "a.pdf".to_owned(),
                split: SplitMode::Automatic,
                flow: Flow::Purchases,
                own: Vec::new(),
                memories: Vec::new(),
                limits: Limits { pages: 50, ..Limits::default() },
            },
            &mut |_| ControlFlow::Continue(()),
        )
    });
    match read {
        Ok(read) => {
            let said = codes(&read.source.findings);
            assert!(
                !said.contains(&"reader_died") && !said.contains(&"reader_too_slow"),
                "the reader fell: {said:?}"
            );
            let documents: Vec<usize> =
                read.source.documents.iter().map(|document| document.reading.fields.len()).collect();
            digest((said, documents, read.source.page_count))
        }
        Err(error) => panic_with(&error.to_string()),
    }
}
