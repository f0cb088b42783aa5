//! Inputs to begin with: small, lawful, one of each kind.

use std::io::{Cursor, Write};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::places::{checkout, files};

/// Words of a ledger export.
pub const FEC_WORDS: [&str; 12] = [
    "\t",
    "|",
    "\r\n",
    "JournalCode",
    "EcritureDate",
    "Debit",
    "Credit",
    "Montant",
    "Sens",
    "401000",
    "1 234,56",
    "20260131",
];
/// Words of e-invoices.
pub const XML_WORDS: [&str; 18] = [
    "<",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a>",
    "&#x10FFFF;",
    "&amp;",
    "&x;",
    "xmlns=''",
    "<cbc:ID>",
    "<ram:ID>",
    "<cac:InvoiceLine>",
    "381",
    "EUR",
    "-0.004",
    "<cbc:Percent>100</cbc:Percent>",
];

/// The European Central Bank's lists: of all days, of one.
pub fn exchange_rates() -> Vec<Vec<u8>> {
    let history = "Date,USD,CYP,GBP,\n2026-11-20,1.0853,N/A,0.86523,\n2026-11-19,1.08,N/A,0.8651,\n";
    let daily = "Date, USD, JPY, \n20 November 2026, 1.0853, 163.94, \n";
    vec![history.into(), format!("\u{feff}{history}").into_bytes(), daily.into()]
}

/// Ledgers: with debit and credit, with amount and sense, with bars, with line breaks inside.
pub fn fec() -> Vec<Vec<u8>> {
    const HEAD: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";
    let entry = "AC\tAchats\t1\t20260105\t606100\tÉnergie\t\t\tF1\t20260103\tFacture F1\t100,00\t0,00\t\t\t20260131\t\t\n\
                 AC\tAchats\t1\t20260105\t445660\tTVA\t\t\tF1\t20260103\tFacture F1\t20,00\t0,00\t\t\t20260131\t\t\n\
                 AC\tAchats\t1\t20260105\t401000\tFournisseurs\t401VERNET\tVernet\tF1\t20260103\tFacture F1\t0,00\t120,00\tA\t20260210\t20260131\t\t\n";
    let plain = format!("{HEAD}\n{entry}");
    let signed = format!("{HEAD}\n{entry}")
        .replace("Debit\tCredit", "Montant\tSens")
        .replace("100,00\t0,00", "100,00\tD")
        .replace("20,00\t0,00", "20,00\tD")
        .replace("0,00\t120,00", "120,00\tC");
    let latin: Vec<u8> = plain.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    vec![plain.replace('\t', "|").into_bytes(), signed.into_bytes(), latin, plain.into_bytes(), HEAD.into()]
}

/// The e-invoices that the tests of the formats read.
pub fn einvoices() -> Vec<Vec<u8>> {
    files(&checkout("src-tauri/crates/formats/tests/fixtures")).into_iter().map(|(_, bytes)| bytes).collect()
}

/// Codes of accounts.
pub fn accounts() -> Vec<Vec<u8>> {
    ["401000\n411DUPONT\n606100", "60-61.A_1", "", "ABCDEFGHIJKLMNOPQRSTU", "straße"]
        .map(|text| text.into())
        .to_vec()
}

/// Charts of accounts: with headings, without, and a spreadsheet.
pub fn chart_files() -> Vec<Vec<u8>> {
    let csv = "Plan;;\n\nN° compte;Intitulé;CPT1;Taux;Type\n606300;\"Petit; équipement\";;;\n445664;TVA intra;445200;20 %;\n401VERNET;Vernet;;;F\n";
    let latin = csv.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(
        r#"<worksheet xmlns="{main}"><dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1"><v>606300</v></c><c r="B1" t="inlineStr"><is><t>Petit équipement</t></is></c></row><row r="2"><c r="A2"><v>707000</v></c><c r="B2" t="str"><v>Ventes</v></c></row></sheetData></worksheet>"#
    );
    let workbook = zipped(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    vec![csv.into(), latin, "606300,Fournitures\n707000,Ventes\n".into(), workbook]
}

/// ZIP files: with folders, empty, of an office document.
pub fn archives() -> Vec<Vec<u8>> {
    vec![
        zipped(&[("a/facture.pdf", b"%PDF-1.4"), ("é.txt", &[b'a'; 3_000]), ("__MACOSX/x", b"")]),
        zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
        zipped(&[]),
    ]
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let done = writer.start_file(*name, zip::write::SimpleFileOptions::default());
        if done.is_err() || writer.write_all(bytes).is_err() {
            return Vec::new();
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// The first bytes of every kind of content.
pub fn heads() -> Vec<Vec<u8>> {
    let mut heads = pictures();
    heads.extend(einvoices());
    heads.extend(archives());
    heads.extend([b"%PDF-1.7\n".to_vec(), b"\0\0\0\x18ftypheic\0\0".to_vec(), b"facture.pdf".to_vec()]);
    for head in &mut heads {
        head.truncate(400);
    }
    heads
}

/// A small picture in every format that is read.
pub fn pictures() -> Vec<Vec<u8>> {
    let picture =
        RgbImage::from_fn(24, 16, |x, y| Rgb([(x * 10) as u8, (y * 15) as u8, ((x ^ y) * 7) as u8]));
    let picture = DynamicImage::ImageRgb8(picture);
    let formats = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Tiff,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Gif,
    ];
    let mut encoded = Vec::new();
    for format in formats {
        let mut bytes = Cursor::new(Vec::new());
        if picture.write_to(&mut bytes, format).is_ok() {
            encoded.push(bytes.into_inner());
        }
    }
    encoded
}

/// What a bookkeeper types.
pub fn typed() -> Vec<Vec<u8>> {
    [
        "161126",
        "16/11/2026",
        "2026-11-16",
        "1 234,56",
        "12+3,50*2",
        "(1+2)/3",
        "-5",
        "1/0",
        "732 829 320",
        "FR40303265045",
        "BE0428.759.497",
        "FR76 3000 6000 0112 3456 7890 189",
        "KREDBEBB",
        "+++010/8068/17183+++",
        "EUR",
        "invoice",
        "9223372036854775807*9223372036854775807",
    ]
    .map(|text| text.into())
    .to_vec()
}

/// PDF files: text alone; with an e-invoice inside; with a picture.
pub fn pdfs() -> Vec<Vec<u8>> {
    let text = "BT /F1 12 Tf 50 780 Td (Facture F-2026-31 du 12/03/2026) Tj 0 -20 Td (Limonaderie du Canal  TVA FR40303265045) Tj \
                0 -20 Td (Total HT 100,00 TVA 20 % 20,00 Total TTC 120,00) Tj ET";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let stream = |dictionary: &str, content: &str| {
        format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
    };
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let plain = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        pages.to_owned(),
        page.to_owned(),
        stream("", text),
        font.to_owned(),
    ];
    let xml = std::fs::read_to_string(checkout("src-tauri/crates/formats/tests/fixtures/minimum.xml"))
        .unwrap_or_default();
    let mut hybrid = plain.to_vec();
    hybrid[0] =
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(factur-x.xml) 6 0 R] >> >> >>"
            .to_owned();
    hybrid.push("<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /EF << /F 7 0 R >> >>".to_owned());
    hybrid.push(stream("/Type /EmbeddedFile /Subtype /text#2Fxml", &xml));
    let mut drawn = plain.to_vec();
    drawn[3] = stream("", "q 400 0 0 400 50 50 cm /I Do Q");
    drawn[2] = page.replace("/Font << /F1 5 0 R >>", "/XObject << /I 6 0 R >>");
    drawn.push(stream(
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode",
        &"00FF".repeat(32),
    ));
    vec![pdf(&plain), pdf(&hybrid), pdf(&drawn)]
}

/// A PDF of these objects, numbered from 1, the first being the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}
