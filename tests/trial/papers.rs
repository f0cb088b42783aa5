//! Papers that read without a doubt: e-invoices of suppliers that the books know.

use liasse_domain::{Amount, Country, Currency, Date, VatLine, VatRate, VatScheme};
use liasse_formats::fec::{self, Charset, FecEntry, FecEntryLine};
use liasse_formats::ubl::{self, Original, UblDocument, UblKind, UblParty, UblPayment};

/// Name, first eight digits of the SIREN, auxiliary account, account of the rule.
pub const SUPPLIERS: [(&str, u32, &str, &str); 3] = [
    ("Minoterie Vautrin", 90_000_101, "401VAUTRIN", "601000"),
    ("Papeterie Corbin", 90_000_102, "401CORBIN", "606400"),
    ("Froid Service Est", 90_000_103, "401FROID", "615600"),
];
/// The client's own, likewise.
pub const OWN: u32 = 90_000_110;

/// Eight digits and the ninth that makes them a SIREN (Luhn).
pub fn siren(eight: u32) -> String {
    let digits: Vec<u32> = eight.to_string().bytes().map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    format!("{eight}{}", (10 - sum % 10) % 10)
}

/// The French VAT number of a SIREN (BOI-TVA-DECLA-20-10-20).
pub fn vat_number(siren: &str) -> String {
    let number: u64 = siren.parse().unwrap();
    format!("FR{:02}{siren}", (12 + 3 * (number % 97)) % 97)
}

fn party(name: &str, eight: u32) -> UblParty {
    let siren = siren(eight);
    UblParty {
        name: name.to_owned(),
        country: Some(Country::FR),
        vat_number: Some(vat_number(&siren).parse().unwrap()),
        siren: Some(siren.parse().unwrap()),
        ..UblParty::default()
    }
}

/// The e-invoice number `turn`, of one of the suppliers in their turn.
pub fn e_invoice(turn: u32) -> Vec<u8> {
    e_invoice_of(turn, None)
}

/// The same with a picture of it inside, which bears its number.
pub fn e_invoice_with_page(turn: u32) -> Vec<u8> {
    let number = invoice_number(turn);
    let original = Original {
        file_name: format!("{number}.pdf"),
        mime: "application/pdf".to_owned(),
        bytes: text_pdf(&[&format!("Facture {number}")]),
        is_drawn: false,
    };
    e_invoice_of(turn, Some(original))
}

fn e_invoice_of(turn: u32, original: Option<Original>) -> Vec<u8> {
    let (name, eight, _, _) = SUPPLIERS[turn as usize % SUPPLIERS.len()];
    let net = Amount::from_cents(10_000 + i64::from(turn) * 137);
    let rate = VatRate::from_basis_points(2000).unwrap();
    let tax = rate.tax_on(net);
    let date = Date::new(2026, 1, 5).unwrap().plus_days(turn as i32 % 80).unwrap();
    ubl::write(&UblDocument {
        kind: UblKind::Invoice,
        number: invoice_number(turn),
        issue_date: date,
        due_date: date.plus_days(30),
        delivery: None,
        currency: Currency::EUR,
        buyer_reference: Some("M".to_owned()),
        order_reference: None,
        preceding_invoice: None,
        supplier: party(name, eight),
        customer: party("Boulangerie Marchal", OWN),
        scheme: VatScheme::Standard,
        exemption_reason: None,
        vat_lines: vec![VatLine { rate, base: net, amount: tax }],
        total_ht: net,
        total_vat: tax,
        total_ttc: net + tax,
        deposit: None,
        prepaid: None,
        amount_due: None,
        line_items: Vec::new(),
        payment: UblPayment::default(),
        original,
    })
    .unwrap()
}

pub fn invoice_number(turn: u32) -> String {
    format!("FA-2026-{turn:04}")
}

/// Last year's books: a few purchases of each supplier.
pub fn fec() -> Vec<u8> {
    let mut entries = Vec::new();
    for (place, (name, _, auxiliary, account)) in SUPPLIERS.into_iter().enumerate() {
        for turn in 0..4 + place {
            // One purchase in five was coded elsewhere.
            let account = if turn == 4 { "606300" } else { account };
            let date = Date::new(2025, 2 + turn as i8, 10 + place as i8).unwrap();
            let number = entries.len() + 1;
            let line = |account: &str, label: &str, debit: i64, credit: i64| FecEntryLine {
                account: account.to_owned(),
                account_label: label.to_owned(),
                auxiliary: (account == "401000").then(|| (auxiliary.to_owned(), name.to_owned())),
                label: format!("{name} {number}"),
                debit: Amount::from_cents(debit),
                credit: Amount::from_cents(credit),
            };
            entries.push(FecEntry {
                journal: "ACH".to_owned(),
                journal_label: "Achats".to_owned(),
                number: number.to_string(),
                date,
                piece: format!("P{number}"),
                piece_date: date,
                validation_date: Date::new(2026, 1, 31),
                foreign: None,
                lines: vec![
                    line(account, "Achats", 10_000, 0),
                    line("445660", "TVA déductible sur autres biens et services", 2_000, 0),
                    line("401000", "Fournisseurs", 0, 12_000),
                ],
            });
        }
    }
    fec::write(&entries, Charset::Utf8).unwrap()
}

/// A ZIP of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A small photograph of nothing.
pub fn picture(format: image::ImageFormat, shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(120, 170, |x, _| image::Rgb([shade, x as u8, 200]));
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PDF with one line of text on each page.
pub fn text_pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    for (page, text) in pages.iter().enumerate() {
        let drawn = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + page * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
    }
    pdf(&objects, "")
}

/// A PDF of these objects; `trailer` goes into its trailer.
pub fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}
