use std::io::{Cursor, Write};

use super::*;

fn codes(chart: &ChartFile) -> Vec<&str> {
    chart.rows.iter().map(|row| row.code.as_str()).collect()
}

/// A spreadsheet of one sheet: texts in shared strings, as spreadsheet programs write them, numbers as numbers.
fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut strings: Vec<String> = Vec::new();
    let mut sheet = String::new();
    for (line, cells) in rows.iter().enumerate() {
        sheet.push_str(&format!(r#"<row r="{}">"#, line + 1));
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + column as u8), line + 1);
            match text.parse::<f64>() {
                Ok(_) => sheet.push_str(&format!(r#"<c r="{place}"><v>{text}</v></c>"#)),
                Err(_) => {
                    sheet.push_str(&format!(r#"<c r="{place}" t="s"><v>{}</v></c>"#, strings.len()));
                    strings.push(format!("<si><t>{text}</t></si>"));
                }
            }
        }
        sheet.push_str("</row>");
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let members = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels",
            format!(r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{main}">{}</sst>"#, strings.concat())),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/><sheetData>{sheet}</sheetData></worksheet>"#),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn french_csv_of_windows() {
    let text = "Dossier;BOULANGERIE MARCHAL;;\n\nN° Compte;Intitulé;CPT1;Taux TVA\n\
        606300;Petit \u{e9}quipement;;\n445664;TVA intracommunautaire;445200;20,00 %\n\n\
        Total classe 6;;;\n60 64 00;\"Fournitures; bureau\";;\nabc/12;Faux;;\n606300;Autre libell\u{e9};;\n";
    let bytes: Vec<u8> = text.chars().map(|c| if c as u32 <= 0xFF { c as u8 } else { b'?' }).collect();
    let chart = read(&bytes).unwrap();
    assert!(matches!(chart.form.written, ChartFileWriting::Csv { separator: ';', .. }));
    assert_eq!(codes(&chart), ["606300", "445664", "606400"]);
    assert_eq!(chart.rows[0].label, "Petit équipement");
    assert_eq!(chart.rows[1].counterpart.as_ref().unwrap().as_str(), "445200");
    assert_eq!(chart.rows[1].rate.unwrap().basis_points(), 2000);
    assert_eq!(chart.rows[2].label, "Fournitures; bureau");
    let found: Vec<(&str, Option<u32>)> =
        chart.findings.iter().map(|finding| (finding.code.as_str(), finding.line)).collect();
    assert_eq!(found, [("chart_account", Some(9)), ("chart_repeated", Some(10))]);
}

#[test]
fn other_separators_and_languages() {
    let dutch = read("Rekening\tOmschrijving\n604000\tAankopen van handelsgoederen\n".as_bytes()).unwrap();
    assert_eq!(dutch.rows[0].label, "Aankopen van handelsgoederen");
    let english = read("Account,Name\n607000,\"Goods, for resale\"\n613200,Rent\n".as_bytes()).unwrap();
    assert_eq!(english.rows[0].label, "Goods, for resale");
    assert_eq!(english.rows.len(), 2);
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain("Compte;Libellé\n606300;Équipement\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&utf16).unwrap().rows[0].label, "Équipement");
}

#[test]
fn without_headings_the_content_tells() {
    let chart =
        read("1;606300;Petit équipement\n2;401DELORME;Delorme\n3;707000;Ventes\n".as_bytes()).unwrap();
    assert_eq!(codes(&chart), ["606300", "401DELORME", "707000"]);
    assert_eq!(chart.rows[1].label, "Delorme");
}

#[test]
fn a_spreadsheet_with_numbers_and_percentages() {
    let bytes = xlsx(&[
        &["Plan comptable 2026"],
        &["Compte", "Libellé", "Contrepartie", "Taux"],
        &["606300", "Petit équipement"],
        &["445662", "TVA 5,5", "0", "0.055"],
        &["445663", "TVA 2,1", "", "0.021"],
        &["FDELORME", "Delorme", "", ""],
    ]);
    let chart = read(&bytes).unwrap();
    assert_eq!(chart.form.written, ChartFileWriting::Xlsx { sheet: "Plan".to_owned() });
    assert_eq!(codes(&chart), ["606300", "445662", "445663", "FDELORME"]);
    assert_eq!(chart.rows[1].rate.unwrap().basis_points(), 550);
    assert_eq!(chart.rows[2].rate.unwrap().basis_points(), 210);
    assert_eq!(chart.rows[1].counterpart, None);
    assert_eq!(chart.rows[0].line, 3);
}

#[test]
fn what_is_no_chart_is_refused() {
    let code = |bytes: &[u8]| read(bytes).unwrap_err().code();
    assert_eq!(code(b""), "chart_file_empty");
    assert_eq!(code(b"\n\n"), "chart_file_empty");
    assert_eq!(code(b"%PDF-1.7"), "chart_file_not_a_table");
    assert_eq!(code(&[0xD0, 0xCF, 0x11, 0xE0, 1]), "chart_file_not_a_table");
    assert_eq!(code(b"PK\x03\x04broken"), "chart_file_damaged");
    assert_eq!(code("Nom;Ville\nDelorme;Rennes\n".as_bytes()), "chart_file_no_accounts");
    let many = "606300;x\n".repeat(MOST_ROWS + 1);
    assert_eq!(code(many.as_bytes()), "chart_file_too_large");
}
