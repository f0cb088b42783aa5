//! Papers of regular charges: telephone, energy, insurance, rent.

use super::{Drawn, Studio};
use crate::deal::{self, Theme};
use crate::draw::Painter;
use crate::draw::foot::Foot;
use crate::draw::head::{Head, Window};
use crate::draw::table::{COLUMNS, Rules};
use crate::draw::totals::{Totals, VatTable};
use crate::goods::{self, Class, Trade, divide};
use crate::ink::{GREY, PALE, WHITE};
use crate::show::{self, Lang};
use crate::truth::{Country, Deal, Field, Line, Pay, Scheme};

fn deal_of(studio: &mut Studio, trade: Trade, lines: (i64, i64)) -> Deal {
    let theme = Theme {
        lines,
        supplier: studio.supplier.clone(),
        buyer: studio.buyer.clone(),
        issue: studio.issue,
        ..Theme::new(Lang::Fr, Country::Fr, trade)
    };
    deal::draw(&mut studio.content, &theme)
}

fn charge(text: &str, quantity: i64, unit: &str, price: i64, rate: i64) -> Line {
    Line {
        text: text.to_owned(),
        quantity,
        unit: unit.to_owned(),
        price,
        amount: divide(quantity * price, 10_000),
        rate,
        ..Line::default()
    }
}

/// Facts in a row: label, value, field.
fn facts(p: &mut Painter, list: &[(&str, String, Option<Field>)]) {
    let size = p.size();
    for (label, value, field) in list {
        let x = p.left;
        let lead = format!("{label} ");
        p.ink.pen(x, p.y).size(size).parts(&[(&lead, None), (value, *field)]);
        p.y += size * 1.5;
    }
}

/// When and how the sum leaves the account.
fn debit(p: &mut Painter) {
    let d = p.deal;
    let Some(due) = d.due else { return };
    let date = p.date(due);
    let size = p.size();
    let x = p.left;
    match d.pay {
        Some(Pay::DirectDebit) => {
            let (before, word, after) = p.rng.pick(&[
                ("Montant ", "prélevé", " sur votre compte à partir du "),
                ("", "Prélèvement SEPA", " le "),
                ("Cette somme sera ", "prélevée automatiquement", " le "),
                ("Mode de paiement : ", "prélèvement automatique", " - date : "),
            ]);
            p.ink.pen(x, p.y).size(size).parts(&[
                (before, None),
                (word, Some(Field::Payment)),
                (after, None),
                (&date, Some(Field::DueDate)),
            ]);
        }
        _ => {
            let lead =
                p.rng.pick(&["À régler avant le ", "Date limite de paiement : ", "À payer au plus tard le "]);
            p.ink.pen(x, p.y).size(size).parts(&[
                (lead, None),
                (&date, Some(Field::DueDate)),
                (" par ", None),
                (p.rng.pick(&["virement", "virement bancaire"]), Some(Field::Payment)),
            ]);
            p.y += size * 1.5;
            let iban = p.iban_shown();
            p.ink.pen(x, p.y).size(size).parts(&[("IBAN ", None), (&iban, Some(Field::Iban))]);
        }
    }
    p.y += size * 2.0;
}

fn settle_pay(studio: &mut Studio, deal: &mut Deal) {
    let rng = &mut studio.content;
    deal.pay = Some(rng.pick(&[Pay::DirectDebit, Pay::DirectDebit, Pay::Transfer]));
    deal.due = Some(deal.issue.plus(rng.range(7, 25)));
    deal.term = None;
}

/// A summary to pay on the first page, the detail overleaf.
pub fn telecom(studio: &mut Studio) -> Drawn {
    let mut deal = deal_of(studio, goods::TELECOM, (3, 9));
    settle_pay(studio, &mut deal);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(Head::Left);
    p.window(Window::Right);
    let line = format!("{} {}", p.rng.pick(&["06", "07", "03"]), show::spaced(&p.rng.digits(8), &[2]));
    let period = format!("du 01/{:02} au 30/{:02}", deal.issue.month, deal.issue.month);
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    let title = p.rng.pick(&["Votre facture", "Votre facture en bref", "L'essentiel de votre facture"]);
    let (left, accent) = (p.left, p.look.accent);
    p.ink.pen(left, p.y).size(18.0).bold().color(accent).put(title);
    p.y += 22.0;
    let contract = deal.contract_ref.clone();
    facts(
        &mut p,
        &[
            ("Facture n°", number, Some(Field::Number)),
            ("Émise le", date, Some(Field::IssueDate)),
            ("Compte client :", contract, None),
            ("Ligne :", line, None),
            ("Période de facturation :", period, None),
        ],
    );
    p.y += 10.0;
    let (w, y) = (p.width(), p.y);
    p.ink.fill(left, y, w, 56.0, accent);
    let label = p.rng.pick(&[
        "Montant à payer TTC",
        "Total à payer",
        "Somme à payer TTC",
        "Montant TTC de la facture",
    ]);
    let amount = p.money(deal.ttc);
    let right = p.right;
    p.ink.pen(left + 14.0, y + 34.0).size(14.0).color(WHITE).put(label);
    p.ink.pen(right - 14.0, y + 37.0).size(22.0).bold().color(WHITE).right().field(Field::TotalTtc, &amount);
    p.y = y + 80.0;
    debit(&mut p);
    bars(&mut p, "Votre consommation (Go)");
    p.chat();
    p.foot(Foot::TwoLines);
    p.turn_page();
    let detail = p.rng.pick(&["Détail de votre facture", "Le détail", "Abonnements, forfaits et options"]);
    let (left, y) = (p.left, p.y);
    p.ink.pen(left, y).size(13.0).bold().color(accent).put(detail);
    p.y += 22.0;
    p.table(COLUMNS[0], Rules::Banded, false);
    let (totals, vat) = if p.rng.chance(50) {
        (Totals::Right, VatTable::InTotals)
    } else {
        (Totals::Right, VatTable::RateBaseVat)
    };
    p.totals(totals, vat);
    let (sheets, runs) = p.finish(true);
    Drawn { deal, sheets, runs, whole_lines: true }
}

/// A small chart: figures that are no amounts.
fn bars(p: &mut Painter, title: &str) {
    let (x, y) = (p.left, p.y + 10.0);
    let accent = p.look.accent;
    p.ink.pen(x, y).size(8.0).bold().put(title);
    for i in 0..6 {
        let h = p.rng.between(12.0, 60.0);
        let at = x + 20.0 + i as f32 * 34.0;
        p.ink.fill(at, y + 74.0 - h, 18.0, h, if i == 5 { accent } else { PALE });
        let value = p.rng.range(12, 980).to_string();
        p.ink.pen(at + 9.0, y + 70.0 - h).size(6.5).center().put(&value);
        let month = show::month(crate::day::Day::new(2026, (i + 1) as u8, 1), Lang::Fr, true);
        p.ink.pen(at + 9.0, y + 84.0).size(6.5).color(GREY).center().put(month);
    }
    p.y = y + 104.0;
}

/// Electricity or gas: standing charge, energy, levies. The reduced rate on the standing charge ended on 1 August 2025 (art. 278-0 bis CGI, LF 2025).
pub fn energy(studio: &mut Studio) -> Drawn {
    const POWER: Trade = Trade {
        activities: &["Énergie", "Électricité", "Gaz et Lumière"],
        goods: &[("Abonnement", "mois", 1200, 4800, Class::Normal)],
        quantity: (1, 2),
        fractional: false,
    };
    let mut deal = deal_of(studio, POWER, (1, 1));
    settle_pay(studio, &mut deal);
    let rng = &mut studio.content;
    let reduced = if deal.issue < crate::day::Day::new(2025, 8, 1) { 550 } else { 2000 };
    let kwh = rng.range(180, 5200);
    deal.lines = vec![
        charge("Abonnement", 2000, "mois", rng.range(1100, 6900) * 10, reduced),
        charge("Consommation heures pleines", kwh * 1000, "kWh", rng.range(148, 262), 2000),
        charge("Consommation heures creuses", kwh / 2 * 1000, "kWh", rng.range(110, 198), 2000),
        charge("Accise sur l'électricité", (kwh + kwh / 2) * 1000, "kWh", rng.range(20, 27), 2000),
        charge("Contribution tarifaire d'acheminement (CTA)", 1000, "", rng.range(350, 1900) * 10, reduced),
    ];
    deal.settle(false);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(Head::Band);
    p.window(Window::Right);
    let (left, right, accent) = (p.left, p.right, p.look.accent);
    let y = p.y;
    let title = p.rng.pick(&["Facture d'électricité", "Votre facture d'énergie", "Facture de consommation"]);
    p.ink.pen(left, y).size(15.0).bold().color(accent).put(title);
    p.y += 20.0;
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    let pdl = p.rng.digits(14);
    let contract = deal.contract_ref.clone();
    facts(
        &mut p,
        &[
            ("N° de facture", number, Some(Field::Number)),
            ("Date de facture", date, Some(Field::IssueDate)),
            ("Référence client", contract, None),
            ("Point de livraison (PDL)", pdl, None),
        ],
    );
    p.y += 8.0;
    debit(&mut p);
    p.table(COLUMNS[7], Rules::Plain, false);
    let vat = p.rng.pick(&[VatTable::InTotals, VatTable::RateBaseVat, VatTable::BaseRateVat]);
    p.totals(Totals::Right, vat);
    if p.rng.chance(60) {
        bars(&mut p, "Historique de consommation (kWh)");
    }
    let text = "Prochain relevé prévu dans deux mois. Dépannage 24 h/24 : 09 72 67 50 00. Médiateur de l'énergie : libre réponse n° 59252, 75443 Paris.";
    let w = right - left;
    let y = p.y + 6.0;
    p.ink.paragraph(left, y, w, 7.0, GREY, text);
    p.foot(Foot::Centre);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}

/// Premium, tax on insurance contracts, total: no VAT (art. 261 C, 2° CGI).
pub fn insurance(studio: &mut Studio) -> Drawn {
    const COVER: Trade = Trade {
        activities: &["Assurances", "Mutuelle", "Prévoyance"],
        goods: &[("Cotisation", "", 9000, 240_000, Class::Normal)],
        quantity: (1, 1),
        fractional: false,
    };
    let mut deal = deal_of(studio, COVER, (1, 1));
    deal.scheme = Scheme::Exempt;
    settle_pay(studio, &mut deal);
    let rng = &mut studio.content;
    let what = rng.pick(&[
        "Multirisque professionnelle",
        "Responsabilité civile exploitation",
        "Flotte automobile",
        "Protection juridique",
        "Prévoyance collective",
    ]);
    let premium = rng.range(9_000, 310_000);
    deal.lines = vec![
        charge(what, 1000, "", premium * 10, 0),
        charge(
            "Taxe sur les conventions d'assurance",
            1000,
            "",
            divide(premium * rng.pick(&[9, 7, 18, 30]), 100) * 10,
            0,
        ),
        charge("Contribution attentats", 1000, "", 6500, 0),
    ];
    deal.settle(false);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    let head = p.rng.pick(&[Head::Left, Head::Right, Head::Centre]);
    p.head(head);
    let window = p.rng.pick(&[Window::Right, Window::Boxed]);
    p.window(window);
    let (left, accent) = (p.left, p.look.accent);
    let title = p.rng.pick(&["AVIS D'ÉCHÉANCE", "Appel de cotisation", "Avis d'échéance et facture"]);
    let y = p.y;
    p.ink.pen(left, y).size(15.0).bold().color(accent).put(title);
    p.y += 22.0;
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    let contract = deal.contract_ref.clone();
    let (nlabel, dlabel) = (
        p.rng.pick(&["Avis n°", "Référence :", "Quittance n°"]),
        p.rng.pick(&["Établi le", "Date :", "Émis le"]),
    );
    facts(
        &mut p,
        &[
            (nlabel, number, Some(Field::Number)),
            (dlabel, date, Some(Field::IssueDate)),
            ("Contrat n°", contract, None),
        ],
    );
    p.y += 10.0;
    p.table(COLUMNS[2], Rules::Plain, false);
    let amount = p.money(deal.ttc);
    let label = p.rng.pick(&["Montant à régler", "Total à payer", "Cotisation TTC", "Montant total dû"]);
    let (right, y) = (p.right, p.y + 4.0);
    p.ink.pen(right - 120.0, y).size(11.0).bold().right().put(label);
    p.ink.pen(right, y).size(11.0).bold().right().field(Field::TotalTtc, &amount);
    p.y = y + 24.0;
    debit(&mut p);
    let x = p.left;
    let y = p.y;
    p.ink.pen(x, y).size(8.0).put("Opération exonérée de TVA - art. 261 C, 2° du CGI");
    p.y += 20.0;
    p.chat();
    p.foot(Foot::Centre);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}

/// Rent and charges in advance; a commercial lease may carry VAT by option (art. 260, 2° CGI).
pub fn rent(studio: &mut Studio) -> Drawn {
    const LEASE: Trade = Trade {
        activities: &["Foncière", "Immobilière", "SCI", "Gestion"],
        goods: &[("Loyer", "", 60_000, 480_000, Class::Normal)],
        quantity: (1, 1),
        fractional: false,
    };
    let mut deal = deal_of(studio, LEASE, (1, 1));
    settle_pay(studio, &mut deal);
    let rng = &mut studio.content;
    let taxed = rng.chance(65);
    let rate = if taxed { 2000 } else { 0 };
    let rent = rng.range(45_000, 520_000);
    deal.scheme = if taxed { Scheme::Standard } else { Scheme::Exempt };
    let month = show::month(deal.issue, Lang::Fr, false);
    deal.lines = vec![
        charge(&format!("Loyer {month} {}", deal.issue.year), 1000, "", rent * 10, rate),
        charge("Provision sur charges", 1000, "", divide(rent * rng.range(4, 16), 100) * 10, rate),
    ];
    if rng.chance(40) {
        deal.lines.push(charge("Provision taxe foncière", 1000, "", rng.range(4_000, 38_000) * 10, rate));
    }
    deal.settle(false);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    let head = p.rng.pick(&[Head::Typed, Head::Boxed, Head::Right]);
    p.head(head);
    p.window(Window::Right);
    let title = p.rng.pick(&["APPEL DE LOYER", "Avis d'échéance", "FACTURE DE LOYER", "Quittancement"]);
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    let (left, y) = (p.left, p.y);
    let x = p.ink.pen(left, y).size(13.0).bold().parts(&[
        (title, None),
        (" n° ", None),
        (&number, Some(Field::Number)),
    ]);
    p.ink.pen(x + 10.0, y).size(9.0).parts(&[("du ", None), (&date, Some(Field::IssueDate))]);
    p.y += 18.0;
    let lease = format!("Bail n° {} - Lot {}", deal.contract_ref, p.rng.range(1, 40));
    p.ink.pen(left, y + 16.0).size(8.5).put(&lease);
    p.y += 20.0;
    p.table(COLUMNS[2], Rules::Grid, false);
    p.totals(Totals::Right, VatTable::InTotals);
    debit(&mut p);
    p.chat();
    p.foot(Foot::Left);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}
