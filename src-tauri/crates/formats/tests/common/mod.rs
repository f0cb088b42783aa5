//! Documents of all sorts, as a bookkeeper's day has them. All names are made up; identifiers pass their checks.

pub mod random;

use liasse_domain::{Amount, Currency, LineItem, VatLine, VatScheme};
use liasse_formats::einvoice::SchemedId;
use liasse_formats::ubl::{Delivery, Original, UblDocument, UblKind, UblParty, UblPayment};

pub fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub fn vat(rate: &str, base: &str, tax: &str) -> VatLine {
    VatLine { rate: rate.parse().unwrap(), base: amount(base), amount: amount(tax) }
}

pub fn item(description: &str, quantity: &str, price: &str, rate: &str, total: &str) -> LineItem {
    LineItem {
        description: description.to_owned(),
        quantity: Some(quantity.to_owned()),
        unit: None,
        unit_price: Some(price.to_owned()),
        vat_rate: Some(rate.parse().unwrap()),
        amount: Some(amount(total)),
    }
}

pub fn french() -> UblParty {
    UblParty {
        name: "Menuiserie Ardoise & Fils".to_owned(),
        country: Some("FR".parse().unwrap()),
        vat_number: Some("FR40303265045".parse().unwrap()),
        siren: Some("303265045".parse().unwrap()),
        street: Some("12 rue des Tilleuls".to_owned()),
        postal_code: Some("59000".to_owned()),
        city: Some("Lille".to_owned()),
        ..UblParty::default()
    }
}

pub fn belgian() -> UblParty {
    UblParty {
        name: "Brasserie du Vieux Moulin SRL".to_owned(),
        country: Some("BE".parse().unwrap()),
        vat_number: Some("BE0428759497".parse().unwrap()),
        street: Some("Rue Haute 4".to_owned()),
        postal_code: Some("7500".to_owned()),
        city: Some("Tournai".to_owned()),
        ..UblParty::default()
    }
}

fn dutch() -> UblParty {
    UblParty {
        name: "Kantoorhuis De Linde B.V.".to_owned(),
        country: Some("NL".parse().unwrap()),
        vat_number: Some("NL002455799B11".parse().unwrap()),
        registration: Some(SchemedId { scheme: Some("0106".to_owned()), id: "24123456".to_owned() }),
        street: Some("Keizersgracht 7".to_owned()),
        postal_code: Some("1015 CD".to_owned()),
        city: Some("Amsterdam".to_owned()),
        ..UblParty::default()
    }
}

fn american() -> UblParty {
    UblParty {
        name: "Cloudberry Hosting Inc.".to_owned(),
        country: Some("US".parse().unwrap()),
        registration: Some(SchemedId { scheme: None, id: "C1234567".to_owned() }),
        city: Some("Portland".to_owned()),
        ..UblParty::default()
    }
}

/// A French invoice at one rate, due, with its PDF inside.
pub fn invoice() -> UblDocument {
    UblDocument {
        kind: UblKind::Invoice,
        number: "F2026-0042".to_owned(),
        issue_date: "2026-03-02".parse().unwrap(),
        due_date: Some("2026-04-01".parse().unwrap()),
        delivery: None,
        currency: Currency::EUR,
        buyer_reference: Some("MOULIN".to_owned()),
        order_reference: None,
        preceding_invoice: None,
        supplier: french(),
        customer: UblParty { name: "Épicerie Dubois".to_owned(), ..french() },
        scheme: VatScheme::Standard,
        exemption_reason: None,
        vat_lines: vec![vat("20", "100.00", "20.00")],
        total_ht: amount("100.00"),
        total_vat: amount("20.00"),
        total_ttc: amount("120.00"),
        deposit: None,
        prepaid: None,
        amount_due: Some(amount("120.00")),
        line_items: vec![item("Pose d'étagères", "4", "25.00", "20", "100.00")],
        payment: UblPayment {
            method: Some("transfer".to_owned()),
            iban: Some("FR7630006000011234567890189".parse().unwrap()),
            bic: Some("AGRIFRPP".parse().unwrap()),
            ..UblPayment::default()
        },
        original: Some(Original {
            file_name: "F2026-0042.pdf".to_owned(),
            mime: "application/pdf".to_owned(),
            bytes: b"%PDF-1.4\n%%EOF\n".to_vec(),
            is_drawn: false,
        }),
    }
}

fn totals(document: UblDocument, ht: &str, tax: &str, ttc: &str) -> UblDocument {
    UblDocument {
        total_ht: amount(ht),
        total_vat: amount(tax),
        total_ttc: amount(ttc),
        amount_due: None,
        line_items: Vec::new(),
        ..document
    }
}

fn untaxed(scheme: VatScheme, document: UblDocument) -> UblDocument {
    let document = totals(document, "250.00", "0.00", "250.00");
    UblDocument { scheme, vat_lines: vec![vat("0", "250.00", "0.00")], ..document }
}

/// Every sort of document, under a name.
pub fn documents() -> Vec<(&'static str, UblDocument)> {
    let several = UblDocument {
        vat_lines: vec![vat("5.5", "33.33", "1.83"), vat("10", "47.10", "4.71"), vat("20", "80.25", "16.05")],
        ..totals(invoice(), "160.68", "22.59", "183.27")
    };
    let discounted = UblDocument {
        line_items: vec![
            item("Vis 4×40, boîte", "3", "12.50", "20", "33.75"),
            item("Retour de vis", "-1", "12.50", "20", "-12.50"),
            item("Huile de lin", "1.5", "52.50", "20", "78.75"),
        ],
        ..invoice()
    };
    let credit_note = UblDocument {
        kind: UblKind::CreditNote,
        number: "AV-7".to_owned(),
        preceding_invoice: Some("F2026-0042".to_owned()),
        payment: UblPayment::default(),
        ..invoice()
    };
    let reverse_charge = UblDocument {
        exemption_reason: Some("Autoliquidation, art. 283-2 nonies du CGI".to_owned()),
        ..untaxed(VatScheme::ReverseCharge, invoice())
    };
    let goods = UblDocument {
        customer: belgian(),
        delivery: Some(Delivery { date: "2026-02-27".parse().unwrap(), country: "BE".parse().unwrap() }),
        ..untaxed(VatScheme::Intracom, invoice())
    };
    let services = UblDocument { supplier: dutch(), ..untaxed(VatScheme::Intracom, invoice()) };
    let exempt = untaxed(VatScheme::Exempt, invoice());
    let franchise = UblDocument {
        supplier: UblParty { vat_number: None, ..french() },
        exemption_reason: Some("TVA non applicable, art. 293 B du CGI".to_owned()),
        ..untaxed(VatScheme::Exempt, invoice())
    };
    let export = UblDocument {
        customer: UblParty { vat_number: None, registration: None, ..american() },
        ..untaxed(VatScheme::Export, invoice())
    };
    let import_of_services = UblDocument {
        supplier: american(),
        vat_lines: Vec::new(),
        ..untaxed(VatScheme::ReverseCharge, invoice())
    };
    let deposits = UblDocument {
        deposit: Some(amount("24.60")),
        prepaid: Some(amount("44.60")),
        amount_due: Some(amount("100.00")),
        line_items: Vec::new(),
        ..invoice()
    };
    let returned_deposits =
        UblDocument { deposit: Some(amount("-24.60")), amount_due: Some(amount("95.40")), ..invoice() };
    let structured = UblDocument {
        supplier: belgian(),
        vat_lines: vec![vat("6", "40.00", "2.40"), vat("21", "100.00", "21.00")],
        line_items: vec![
            item("Zakje friet", "10", "4.00", "6", "40.00"),
            item("Bière & limonade", "50", "2.00", "21", "100.00"),
        ],
        payment: UblPayment {
            method: Some("transfer".to_owned()),
            iban: Some("BE68539007547034".parse().unwrap()),
            structured_communication: Some("+++010/8068/17183+++".parse().unwrap()),
            ..UblPayment::default()
        },
        ..totals(invoice(), "140.00", "23.40", "163.40")
    };
    let structured = UblDocument {
        line_items: vec![
            item("Zakje friet", "10", "4.00", "6", "40.00"),
            item("Bière & limonade", "50", "2.00", "21", "100.00"),
        ],
        ..structured
    };
    let dutch_customer = UblDocument {
        supplier: belgian(),
        customer: dutch(),
        vat_lines: vec![vat("21", "100.00", "21.00")],
        ..totals(invoice(), "100.00", "21.00", "121.00")
    };
    let zero_rate = UblDocument { supplier: belgian(), ..untaxed(VatScheme::Standard, invoice()) };
    let receipt = UblDocument {
        due_date: None,
        amount_due: Some(Amount::ZERO),
        payment: UblPayment {
            method: Some("card".to_owned()),
            card_last4: Some("4242".to_owned()),
            ..UblPayment::default()
        },
        original: Some(Original {
            file_name: "ticket.jpg".to_owned(),
            mime: "image/jpeg".to_owned(),
            bytes: vec![0xFF, 0xD8, 0xFF, 0xD9],
            is_drawn: false,
        }),
        ..invoice()
    };
    let no_terms = UblDocument { due_date: None, payment: UblPayment::default(), ..invoice() };
    let direct_debit = UblDocument {
        payment: UblPayment { method: Some("direct_debit".to_owned()), ..UblPayment::default() },
        ..invoice()
    };
    let dollars = UblDocument { currency: "USD".parse().unwrap(), ..invoice() };
    let mixed = UblDocument {
        scheme: VatScheme::Exempt,
        vat_lines: vec![vat("0", "60.00", "0.00"), vat("20", "100.00", "20.00")],
        ..totals(invoice(), "160.00", "20.00", "180.00")
    };
    let partly_taxed = UblDocument {
        vat_lines: vec![vat("20", "100.00", "20.00")],
        ..totals(invoice(), "130.00", "20.00", "150.00")
    };
    let rounded_by_line = UblDocument {
        vat_lines: vec![vat("20", "100.00", "20.02")],
        ..totals(invoice(), "100.00", "20.02", "120.02")
    };
    vec![
        ("one-rate", invoice()),
        ("partly-taxed", partly_taxed),
        ("rounded-by-line", rounded_by_line),
        ("several-rates", several),
        ("discounts", discounted),
        ("credit-note", credit_note),
        ("reverse-charge", reverse_charge),
        ("intra-community-goods", goods),
        ("intra-community-services", services),
        ("exempt", exempt),
        ("franchise", franchise),
        ("export", export),
        ("import-of-services", import_of_services),
        ("deposits", deposits),
        ("returned-deposits", returned_deposits),
        ("structured-communication", structured),
        ("dutch-customer", dutch_customer),
        ("zero-rate", zero_rate),
        ("receipt", receipt),
        ("no-terms", no_terms),
        ("direct-debit", direct_debit),
        ("dollars", dollars),
        ("mixed", mixed),
    ]
}

/// Keeps one random file in eight in a folder of `LIASSE_RANDOM_INVOICES`, for `tests/conformance/check.py`.
pub fn keep(folder: &str, ending: &str, bytes: &[u8]) {
    let Some(root) = std::env::var_os("LIASSE_RANDOM_INVOICES") else { return };
    let hash = bytes.iter().fold(7u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    if hash.is_multiple_of(8) {
        let folder = std::path::Path::new(&root).join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{hash:016x}.{ending}")), bytes).unwrap();
    }
}
