//! E-invoices inside PDF files, and pictures inside e-invoices.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use common::{INVOICE, Leaf, Run, engines, options, pdf, pdf_carrying};
use liasse_domain::{FieldName, Finding, Method, ReadDocument, ReadSource, SplitMode};
use liasse_formats::einvoice;
use liasse_reading::einvoice::DIFFERS;
use liasse_reading::read_source;

/// Another supplier's invoice, of one page.
const GARAGE: &[Run] = &[
    (50.0, 790.0, 16.0, true, "GARAGE MARTEL SAS"),
    (50.0, 772.0, 10.0, false, "4 rue du Port, 29200 Brest"),
    (50.0, 758.0, 10.0, false, "SIRET 303 265 045 00011 - TVA FR40303265045"),
    (380.0, 790.0, 18.0, true, "FACTURE"),
    (380.0, 770.0, 10.0, false, "Facture N° : GM-99812"),
    (380.0, 756.0, 10.0, false, "Date : 02/04/2026"),
    (50.0, 680.0, 10.0, true, "Désignation"),
    (480.0, 680.0, 10.0, true, "Montant HT"),
    (50.0, 662.0, 10.0, false, "Révision et vidange"),
    (480.0, 662.0, 10.0, false, "250,00 €"),
    (380.0, 600.0, 10.0, false, "Total HT"),
    (480.0, 600.0, 10.0, false, "250,00 €"),
    (380.0, 586.0, 10.0, false, "TVA 20 %"),
    (480.0, 586.0, 10.0, false, "50,00 €"),
    (380.0, 570.0, 12.0, true, "Total TTC"),
    (480.0, 570.0, 12.0, true, "300,00 €"),
];

/// What a small Factur-X says.
#[derive(Clone, Copy)]
struct Said {
    number: &'static str,
    name: &'static str,
    vat: &'static str,
    ht: &'static str,
    tax: &'static str,
    ttc: &'static str,
    iban: &'static str,
}

const DUVAL: Said = Said {
    number: "F2026-0417",
    name: "Menuiserie Duval",
    vat: "FR44732829320",
    ht: "1430.50",
    tax: "286.10",
    ttc: "1716.60",
    iban: "FR7630006000011234567890189",
};
const MARTEL: Said = Said {
    number: "GM-99812",
    name: "Garage Martel",
    vat: "FR40303265045",
    ht: "250.00",
    tax: "50.00",
    ttc: "300.00",
    iban: "",
};

fn xml(said: Said) -> String {
    let Said { number, name, vat, ht, tax, ttc, iban } = said;
    let means = if iban.is_empty() {
        String::new()
    } else {
        format!(
            "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
        )
    };
    format!(
        r#"<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:basicwl</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">20260312</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>{name}</ram:Name><ram:PostalTradeAddress><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat}</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Bistrot des Arts</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>{means}<ram:ApplicableTradeTax><ram:CalculatedAmount>{tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{ht}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>{ht}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">{tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>{ttc}</ram:GrandTotalAmount><ram:DuePayableAmount>{ttc}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"#
    )
}

const DUVAL_PAGE: Leaf<'static> = Leaf { scan: None, runs: INVOICE, rotate: 0, mode: 0 };
const MARTEL_PAGE: Leaf<'static> = Leaf { scan: None, runs: GARAGE, rotate: 0, mode: 0 };

fn read(bytes: &[u8], split: SplitMode) -> Option<ReadSource> {
    let mut engines = engines()?;
    let mut options = options("facture.pdf");
    options.split = split;
    let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    Some(read_source(&mut engines, bytes, &options, go_on).unwrap().source)
}

fn read_pdf(leaves: &[Leaf<'_>], files: &[(&str, &str)]) -> Option<ReadSource> {
    read(&pdf_carrying(leaves, files), SplitMode::Automatic)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn is_structured(document: &ReadDocument) -> bool {
    document.reading.fields[&FieldName::TotalTtc].evidence.unwrap().method == Method::Xml
}

#[test]
fn a_picture_that_agrees_shows_the_values() {
    let Some(source) = read_pdf(&[DUVAL_PAGE], &[("factur-x.xml", &xml(DUVAL))]) else { return };
    let [document] = source.documents.as_slice() else { panic!("{:?}", source.documents) };
    assert_eq!(codes(&document.findings), Vec::<&str>::new());
    assert!(document.reading.fields.values().all(|field| field.sure));
    let total = document.reading.fields[&FieldName::TotalTtc].evidence.unwrap();
    assert_eq!(total.method, Method::Xml);
    assert!(total.rect.is_some(), "found on the page");
}

#[test]
fn contradictions_are_told_with_both_values() {
    let cases: [(Said, FieldName, &str, &str, &str); 4] = [
        (
            Said { ht: "1530.50", ttc: "1816.60", ..DUVAL },
            FieldName::TotalTtc,
            "total_ttc",
            "1816.60",
            "1716.60",
        ),
        (
            Said { number: "F2026-0999", ..DUVAL },
            FieldName::InvoiceNumber,
            "invoice_number",
            "F2026-0999",
            "F2026-0417",
        ),
        (
            Said { iban: "BE68539007547034", ..DUVAL },
            FieldName::Iban,
            "iban",
            "BE68539007547034",
            "FR7630006000011234567890189",
        ),
        (
            Said { vat: "FR40303265045", name: "Cabinet Morel", ..DUVAL },
            FieldName::SupplierVat,
            "supplier_vat",
            "FR40303265045",
            "FR44732829320",
        ),
    ];
    for (said, name, field, structured, picture) in cases {
        let Some(source) = read_pdf(&[DUVAL_PAGE], &[("factur-x.xml", &xml(said))]) else { return };
        let [document] = source.documents.as_slice() else { panic!("{:?}", source.documents) };
        let finding = document
            .findings
            .iter()
            .find(|finding| finding.code == DIFFERS && finding.args["field"] == field)
            .unwrap_or_else(|| panic!("{field}: {:?}", document.findings));
        assert_eq!(finding.args["structured"], structured);
        assert_eq!(finding.args["picture"], picture);
        assert_eq!(finding.page, Some(1));
        let value = &document.reading.fields[&name];
        assert!(!value.sure && !value.alternatives.is_empty(), "{field} is put to the user");
    }
}

#[test]
fn a_merged_file_is_cut_around_its_e_invoice() {
    for (said, place) in [(DUVAL, 0), (MARTEL, 1)] {
        let Some(source) = read_pdf(&[DUVAL_PAGE, MARTEL_PAGE], &[("factur-x.xml", &xml(said))]) else {
            return;
        };
        let pages: Vec<&[u32]> = source.documents.iter().map(|document| document.pages.as_slice()).collect();
        assert_eq!(pages, [&[1][..], &[2][..]], "{}", said.number);
        for (index, document) in source.documents.iter().enumerate() {
            assert_eq!(is_structured(document), index == place, "{}", said.number);
            assert_eq!(codes(&document.findings), Vec::<&str>::new());
        }
    }
    let bytes = pdf_carrying(&[DUVAL_PAGE, MARTEL_PAGE], &[("factur-x.xml", &xml(DUVAL))]);
    let Some(whole) = read(&bytes, SplitMode::PerFile) else { return };
    assert_eq!(whole.documents.len(), 1, "the user says that the file is one document");
    assert_eq!(whole.documents[0].pages, [1, 2]);
}

#[test]
fn each_e_invoice_takes_its_pages() {
    let (duval, martel) = (xml(DUVAL), xml(MARTEL));
    let twice = [("factur-x.xml", duval.as_str()), ("b.xml", &martel), ("zugferd-invoice.xml", &duval)];
    let Some(source) = read_pdf(&[MARTEL_PAGE, DUVAL_PAGE], &twice) else { return };
    let numbers: Vec<(&[u32], Option<&str>)> = source
        .documents
        .iter()
        .map(|document| (document.pages.as_slice(), document.reading.text(FieldName::InvoiceNumber)))
        .collect();
    assert_eq!(numbers, [(&[1][..], Some("GM-99812")), (&[2][..], Some("F2026-0417"))]);
    assert!(source.documents.iter().all(is_structured));

    // One that no page shows is not lost, and not taken for sure either.
    let Some(source) = read_pdf(&[DUVAL_PAGE], &[("factur-x.xml", &duval), ("b.xml", &martel)]) else {
        return;
    };
    assert_eq!(source.documents.len(), 2);
    let stray = source.documents.iter().find(|document| !document.findings.is_empty()).unwrap();
    assert_eq!(codes(&stray.findings), ["einvoice_without_page"]);
    assert!(!stray.reading.fields[&FieldName::InvoiceNumber].sure);

    let other = xml(Said { ttc: "1916.60", ht: "1630.50", ..DUVAL });
    let Some(source) = read_pdf(&[DUVAL_PAGE], &[("factur-x.xml", &duval), ("b.xml", &other)]) else {
        return;
    };
    assert_eq!(codes(&source.documents[0].findings), ["einvoice_two_versions"]);
    assert!(!source.documents[0].reading.fields[&FieldName::TotalTtc].sure);
}

#[test]
fn other_files_are_named_and_a_damaged_e_invoice_leaves_the_pages() {
    let files = [("factur-x.xml", xml(DUVAL)), ("bon.csv", "a;b".to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, content)| (*name, content.as_str())).collect();
    let Some(source) = read_pdf(&[DUVAL_PAGE], &files) else { return };
    assert_eq!(codes(&source.documents[0].findings), ["einvoice_other_files"]);
    assert_eq!(source.documents[0].findings[0].args["names"], "bon.csv");
    assert!(source.documents[0].reading.fields.values().all(|field| field.sure));

    let cut = &xml(DUVAL)[..900];
    let Some(source) = read_pdf(&[DUVAL_PAGE], &[("factur-x.xml", cut)]) else { return };
    assert_eq!(codes(&source.findings), ["einvoice_damaged"]);
    let reading = &source.documents[0].reading;
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("F2026-0417"));
    assert!(!is_structured(&source.documents[0]));
}

#[test]
fn a_picture_inside_an_xml_file_is_compared_and_an_annex_is_not() {
    let with = |said: Said, leaf: Leaf<'_>, id: &str| {
        let file = base64(&pdf(&[leaf]));
        let reference = format!(
            "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>{id}</ram:IssuerAssignedID><ram:AttachmentBinaryObject mimeCode=\"application/pdf\" filename=\"x.pdf\">{file}</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument></ram:ApplicableHeaderTradeAgreement>"
        );
        xml(said).replace("</ram:ApplicableHeaderTradeAgreement>", &reference)
    };
    let read = |xml: String| {
        let mut source = read(xml.as_bytes(), SplitMode::Automatic)?;
        assert_eq!(source.documents.len(), 1);
        source.documents.pop()
    };
    let Some(same) = read(with(DUVAL, DUVAL_PAGE, "any")) else { return };
    assert_eq!(codes(&same.findings), Vec::<&str>::new());
    assert!(same.reading.fields[&FieldName::TotalTtc].evidence.unwrap().rect.is_some());
    let Some(other) = read(with(Said { iban: "BE68539007547034", ..DUVAL }, DUVAL_PAGE, "any")) else {
        return;
    };
    assert_eq!(codes(&other.findings), [DIFFERS]);
    // Another supplier's paper that does not say that it is the invoice is an annex, else it is a contradiction.
    let Some(annex) = read(with(DUVAL, MARTEL_PAGE, "any")) else { return };
    assert_eq!(codes(&annex.findings), Vec::<&str>::new());
    let Some(wrong) = read(with(DUVAL, MARTEL_PAGE, DUVAL.number)) else { return };
    assert!(codes(&wrong.findings).contains(&DIFFERS), "{:?}", wrong.findings);
}

/// Letters and digits alone: how words are spaced and wrapped does not count.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn an_e_invoice_without_a_picture_is_drawn_whole() {
    let Some(mut engines) = engines() else { return };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/tests/fixtures");
    let mut drawn = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "xml") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let invoice = einvoice::read(&bytes).0.unwrap();
        let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
        let read = read_source(&mut engines, &bytes, &options("facture.xml"), go_on).unwrap();
        if invoice.image().is_some() {
            continue;
        }
        drawn += 1;
        let name = path.display();
        assert_eq!(read.source.page_count as usize, read.pages.len(), "{name}");
        let text: String = read.pages.iter().map(|page| bare(&page.text())).collect();
        let holds = |what: &str| assert!(text.contains(&bare(what)), "{name} lacks {what}: {text}");
        holds("Image tracée d'après les données de l'e-facture : elle n'est pas l'original");
        for party in [Some(&invoice.supplier), Some(&invoice.customer), invoice.payee.as_ref()] {
            let Some(party) = party else { continue };
            let ids = party.legal_id.iter().chain(&party.ids).chain(&party.endpoint).map(|id| &id.id);
            let more =
                [&party.name, &party.trading_name, &party.vat_number, &party.tax_registration, &party.email];
            ids.chain(more.into_iter().flatten()).chain(&party.address.lines).for_each(|said| holds(said));
            party.address.city.iter().chain(&party.address.postal_code).for_each(|said| holds(said));
        }
        let texts =
            [&invoice.number, &invoice.order_reference, &invoice.buyer_reference, &invoice.payment_terms];
        texts
            .into_iter()
            .flatten()
            .chain(&invoice.preceding)
            .chain(&invoice.notes)
            .for_each(|said| holds(said));
        for line in &invoice.lines {
            holds(&line.description);
            line.details.iter().chain(&line.unit_price).chain(&line.quantity).for_each(|said| holds(said));
            line.amount.iter().for_each(|amount| holds(&amount.to_string()));
        }
        for charge in &invoice.allowances_charges {
            charge.reason.iter().for_each(|reason| holds(reason));
            charge.amount.iter().for_each(|amount| holds(&amount.to_string()));
        }
        for vat in &invoice.vat {
            vat.base.iter().chain(&vat.amount).for_each(|amount| holds(&amount.to_string()));
            vat.exemption_reason.iter().chain(&vat.exemption_code).for_each(|reason| holds(reason));
        }
        let sums = &invoice.totals;
        for amount in
            [sums.lines, sums.tax_exclusive, sums.tax, sums.tax_inclusive, sums.prepaid, sums.payable]
        {
            amount.iter().for_each(|amount| holds(&amount.to_string()));
        }
        for means in &invoice.payment {
            means.iban.iter().chain(&means.bic).chain(&means.reference).for_each(|said| holds(said));
        }
        let [document] = read.source.documents.as_slice() else { panic!("{name}") };
        let total = document.reading.fields[&FieldName::TotalTtc].evidence.unwrap();
        let (rect, page) = (total.rect.unwrap(), &read.pages[total.page as usize - 1]);
        let inside = page.words.iter().filter(|word| common_part(&word.rect, &rect) > 0.5);
        let inside: String = inside.map(|word| bare(&word.text)).collect();
        let amount = document.reading.amount(FieldName::TotalTtc).unwrap();
        assert!(inside.starts_with(&bare(&amount.to_string())), "{name}: {inside} in the box of {amount}");
    }
    assert!(drawn >= 9, "{drawn}");
}

/// The share of a word that lies in a box.
fn common_part(word: &liasse_domain::Rect, within: &liasse_domain::Rect) -> f32 {
    let side = |a0: f32, a1: f32, b0: f32, b1: f32| (a1.min(b1) - a0.max(b0)).max(0.0) / (a1 - a0).max(1e-6);
    side(word.x0, word.x1, within.x0, within.x1) * side(word.y0, word.y1, within.y0, within.y1)
}

#[test]
fn letters_of_french_dutch_and_german_come_back_from_the_drawn_page() {
    let said = Said { name: "Œuvre d'été à Nîmes, çà et là, vrĳ Straße € ëïü", ..DUVAL };
    let Some(mut engines) = engines() else { return };
    let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    let read = read_source(&mut engines, xml(said).as_bytes(), &options("f.xml"), go_on).unwrap();
    let text = bare(&read.pages[0].text());
    assert!(text.contains(&bare("Œuvre d'été à Nîmes, çà et là, vrij Straße € ëïü")), "{text}");
    assert!(read.pages[0].text().contains('€'));
}

#[test]
fn a_picture_that_cannot_be_shown_gives_way_to_a_drawn_page() {
    let reference = "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>F2026-0417</ram:IssuerAssignedID><ram:AttachmentBinaryObject mimeCode=\"application/pdf\" filename=\"x.pdf\">JVBERi0xLjQK</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument></ram:ApplicableHeaderTradeAgreement>";
    let broken = xml(DUVAL).replace("</ram:ApplicableHeaderTradeAgreement>", reference);
    let Some(source) = read(broken.as_bytes(), SplitMode::Automatic) else { return };
    let [document] = source.documents.as_slice() else { panic!("{:?}", source.documents) };
    assert_eq!((codes(&document.findings), source.page_count), (vec!["einvoice_picture"], 1));
    assert!(document.reading.fields[&FieldName::TotalTtc].evidence.unwrap().rect.is_some());
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}
