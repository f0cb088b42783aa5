//! Papers that are no supplier's invoice: expense reports, commission statements, statements of account, reminders.

use super::{Drawn, Studio};
use crate::deal::{self, Theme};
use crate::draw::Painter;
use crate::draw::foot::Foot;
use crate::draw::head::{Head, Window};
use crate::goods::{self, Class, Trade, divide};
use crate::ids;
use crate::ink::{Align, GREY, PALE};
use crate::names;
use crate::show::{self, Lang};
use crate::truth::{Country, Deal, Field, Kind, Line, Party, Pay};
use crate::words;

/// A simple table: headings with their right or left edges as fractions of the width.
fn rows(p: &mut Painter, heads: &[(&str, f32, Align)], body: &[Vec<(String, Option<Field>)>]) {
    let (left, w, size) = (p.left, p.width(), p.size());
    let framed = p.rng.chance(50);
    let y = p.y;
    p.ink.fill(left, y - 10.0, w, 14.0, PALE);
    for (head, at, align) in heads {
        p.ink.pen(left + w * at, y).size(size - 0.5).bold().align(*align).put(head);
    }
    p.y += 15.0;
    for row in body {
        for ((text, field), (_, at, align)) in row.iter().zip(heads) {
            let y = p.y;
            p.ink.pen(left + w * at, y).size(size - 0.2).align(*align).fit(w * 0.42).parts(&[(text, *field)]);
        }
        if framed {
            let y = p.y + 4.0;
            p.ink.line(left, y, left + w, y, 0.3, GREY);
        }
        p.y += 14.0;
    }
    p.y += 6.0;
}

const L: Align = Align::Left;
const R: Align = Align::Right;

fn sum(p: &mut Painter, label: &str, cents: i64, field: Option<Field>, strong: bool) {
    let amount = p.money(cents);
    let (right, y, size) = (p.right, p.y, p.size());
    p.ink.pen(right - 110.0, y).size(size).weight(strong).right().put(label);
    p.ink.pen(right - 3.0, y).size(size).weight(strong).right().parts(&[(&amount, field)]);
    p.y += size * 1.6;
}

/// What an employee paid and claims back.
pub fn expense_report(studio: &mut Studio) -> Drawn {
    const COSTS: Trade = Trade {
        activities: &["Frais"],
        goods: &[
            ("Train Nancy - Paris", "", 3900, 12_900, Class::Middle),
            ("Hôtel", "", 7900, 16_900, Class::Middle),
            ("Repas client", "", 2400, 14_500, Class::Middle),
            ("Parking gare", "", 600, 4200, Class::Normal),
            ("Péage A31", "", 450, 3800, Class::Normal),
            ("Gazole véhicule", "", 4500, 9800, Class::Normal),
            ("Papeterie", "", 590, 4900, Class::Normal),
        ],
        quantity: (1, 1),
        fractional: false,
    };
    let theme = Theme {
        kind: Kind::ExpenseReport,
        inclusive: true,
        lines: (3, 11),
        buyer: studio.buyer.clone(),
        issue: studio.issue,
        ..Theme::new(Lang::Fr, Country::Fr, COSTS)
    };
    let mut deal = deal::draw(&mut studio.content, &theme);
    let who = names::person(&mut studio.content);
    deal.supplier = Party { name: who, country: Country::Fr, ..Party::default() };
    deal.pay = None;
    deal.term = None;
    deal.due = None;
    deal.number = format!(
        "{}{}-{:02}-{}",
        studio.content.pick(&["NDF-", "NF", "FRAIS-"]),
        deal.issue.year,
        deal.issue.month,
        studio.content.range(1, 99)
    );
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    let (left, accent, size) = (p.left, p.look.accent, p.size());
    let employer = deal.customer.as_ref().map(Party::full_name).unwrap_or_default();
    p.ink.pen(left, 54.0).size(11.0).bold().field(Field::CustomerName, &employer);
    let title = words::title(p.rng, Kind::ExpenseReport, Lang::Fr);
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    p.ink.pen(left, 92.0).size(17.0).bold().color(accent).put(title);
    let word = p.rng.pick(&["N°", "Référence :", "Note n°"]);
    let lead = format!("{word} ");
    p.ink.pen(left, 112.0).size(size).parts(&[
        (&lead, None),
        (&number, Some(Field::Number)),
        ("    Date : ", None),
        (&date, Some(Field::IssueDate)),
    ]);
    let role = p.rng.pick(&["Salarié : ", "Collaborateur : ", "Nom et prénom : ", "Demandeur : "]);
    p.ink
        .pen(left, 128.0)
        .size(size)
        .parts(&[(role, None), (&deal.supplier.name, Some(Field::SupplierName))]);
    let aim = format!(
        "Motif : {}",
        p.rng.pick(&["déplacement clientèle", "salon professionnel", "formation", "réunion de région"])
    );
    p.ink.pen(left, 144.0).size(size).put(&aim);
    p.y = 172.0;
    let body: Vec<Vec<(String, Option<Field>)>> = deal
        .lines
        .iter()
        .enumerate()
        .map(|(n, l)| {
            let back = p.rng.range(1, 28);
            let day = p.date(deal.issue.plus(-back));
            let tax = divide(l.amount * l.rate, 10_000 + l.rate);
            vec![
                (day, None),
                (l.text.clone(), None),
                (format!("{} %", p.rate(l.rate)), None),
                (p.bare(l.amount - tax), None),
                (p.bare(tax), None),
                (p.bare(l.amount), Some(Field::Line(n as u16))),
            ]
        })
        .collect();
    rows(
        &mut p,
        &[
            ("Date", 0.0, L),
            ("Nature", 0.2, L),
            ("TVA", 0.6, R),
            ("HT", 0.74, R),
            ("TVA €", 0.86, R),
            ("TTC", 0.995, R),
        ],
        &body,
    );
    sum(&mut p, "Total HT", deal.ht, Some(Field::TotalHt), false);
    for (i, v) in deal.vat.iter().enumerate() {
        let label = format!("TVA {} %", p.rate(v.rate));
        sum(&mut p, &label, v.amount, Some(Field::Vat(i as u8)), false);
    }
    if p.rng.chance(60) {
        sum(&mut p, "Total TVA", deal.tax, Some(Field::TotalVat), false);
    }
    let label = p.rng.pick(&["Total à rembourser", "Total TTC", "Montant à rembourser TTC", "TOTAL"]);
    sum(&mut p, label, deal.ttc, Some(Field::TotalTtc), true);
    let y = p.y + 40.0;
    p.ink.pen(left, y).size(size).put("Signature du salarié");
    p.ink.pen(left + 260.0, y).size(size).put("Visa du responsable");
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}

/// Drawn up by the principal for its agent: the agent is the supplier (art. 289, I-2 CGI).
pub fn commission(studio: &mut Studio) -> Drawn {
    const AGENCY: Trade = Trade {
        activities: &["Agence", "Représentation", "Courtage"],
        goods: &[("Commission", "", 4000, 90_000, Class::Normal)],
        quantity: (1, 1),
        fractional: false,
    };
    let theme = Theme {
        kind: Kind::CommissionStatement,
        lines: (3, 10),
        supplier: studio.supplier.clone(),
        buyer: studio.buyer.clone(),
        issue: studio.issue,
        ..Theme::new(Lang::Fr, Country::Fr, AGENCY)
    };
    let mut deal = deal::draw(&mut studio.content, &theme);
    let mut sales = Vec::new();
    for line in &mut deal.lines {
        let turnover = studio.content.range(40_000, 1_200_000);
        let share = studio.content.pick(&[300, 500, 750, 800, 1000, 1250]);
        let amount = divide(turnover * share, 10_000);
        *line = Line {
            text: format!("Commission {}", names::surname(&mut studio.content, Lang::Fr)),
            quantity: 1000,
            price: amount * 10,
            amount,
            rate: goods::rate(Country::Fr, Class::Normal),
            ..Line::default()
        };
        sales.push((turnover, share));
    }
    deal.settle(false);
    deal.pay = Some(Pay::Transfer);
    deal.term = None;
    deal.due = Some(deal.issue.plus(studio.content.range(10, 45)));
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    let (left, right, size, accent) = (p.left, p.right, p.size(), p.look.accent);
    let principal = deal.customer.clone().unwrap_or_default();
    p.ink.pen(left, 54.0).size(12.0).bold().color(accent).field(Field::CustomerName, &principal.full_name());
    p.ink.pen(left, 68.0).size(size).put(&principal.street);
    p.ink.pen(left, 80.0).size(size).put(&principal.town());
    let title = words::title(p.rng, Kind::CommissionStatement, Lang::Fr);
    p.ink.pen(right, 54.0).size(14.0).bold().right().put(title);
    let (number, date) = (deal.number.clone(), p.date(deal.issue));
    p.ink.pen(right, 72.0).size(size).right().parts(&[
        ("N° ", None),
        (&number, Some(Field::Number)),
        (" du ", None),
        (&date, Some(Field::IssueDate)),
    ]);
    p.ink.pen(right, 86.0).size(size - 0.8).color(GREY).right().put(p.rng.pick(&[
        "Autofacturation",
        "Facture établie au nom et pour le compte de l'agent",
        "Valant facture",
    ]));
    let role = p.rng.pick(&["Agent commercial", "Bénéficiaire", "Mandataire"]);
    let s = deal.supplier.clone();
    let mut y = 124.0;
    p.ink.pen(left, y).size(size - 0.8).color(GREY).put(role);
    y += 13.0;
    p.ink.pen(left, y).size(size + 1.0).bold().field(Field::SupplierName, &s.full_name());
    for line in [s.street.clone(), s.town()] {
        y += 12.0;
        p.ink.pen(left, y).size(size).put(&line);
    }
    for (text, field) in p.identity_lines() {
        y += 12.0;
        p.ink.pen(left, y).size(size).parts(&[(&text, field)]);
    }
    p.y = y + 32.0;
    let body: Vec<Vec<(String, Option<Field>)>> = deal
        .lines
        .iter()
        .zip(&sales)
        .enumerate()
        .map(|(n, (l, (turnover, share)))| {
            vec![
                (l.text.trim_start_matches("Commission ").to_owned(), None),
                (p.bare(*turnover), None),
                (format!("{} %", p.rate(*share)), None),
                (p.bare(l.amount), Some(Field::Line(n as u16))),
            ]
        })
        .collect();
    rows(
        &mut p,
        &[("Client", 0.0, L), ("CA HT encaissé", 0.5, R), ("Taux", 0.7, R), ("Commission HT", 0.995, R)],
        &body,
    );
    sum(&mut p, "Total commissions HT", deal.ht, Some(Field::TotalHt), false);
    let label = format!("TVA {} %", p.rate(2000));
    sum(&mut p, &label, deal.tax, Some(Field::TotalVat), false);
    let label = p.rng.pick(&["Total TTC", "Net à vous régler", "Montant TTC à verser"]);
    sum(&mut p, label, deal.ttc, Some(Field::TotalTtc), true);
    p.y += 10.0;
    let due = deal.due.map(|d| p.date(d)).unwrap_or_default();
    let iban = p.iban_shown();
    let y = p.y;
    p.ink.pen(left, y).size(size).parts(&[
        ("Règlement par ", None),
        ("virement", Some(Field::Payment)),
        (" le ", None),
        (&due, Some(Field::DueDate)),
        (" - IBAN ", None),
        (&iban, Some(Field::Iban)),
    ]);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}

fn letter(studio: &mut Studio) -> Deal {
    let trade = goods::trade_of(&mut studio.content, Lang::Fr);
    let theme = Theme {
        kind: Kind::Other,
        supplier: studio.supplier.clone(),
        buyer: studio.buyer.clone(),
        issue: studio.issue,
        ..Theme::new(Lang::Fr, Country::Fr, trade)
    };
    deal::draw(&mut studio.content, &theme)
}

/// Open invoices and payments of a month with the balance: no invoice, though full of numbers of invoices.
pub fn statement(studio: &mut Studio) -> Drawn {
    let deal = letter(studio);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(Head::Left);
    p.window(Window::Right);
    let (left, accent) = (p.left, p.look.accent);
    let title = p.rng.pick(&["RELEVÉ DE COMPTE", "Relevé de factures", "Extrait de compte client"]);
    let y = p.y;
    p.ink.pen(left, y).size(15.0).bold().color(accent).put(title);
    let when = format!("Arrêté au {} - Compte {}", p.date(deal.issue), deal.customer_ref);
    p.ink.pen(left, y + 16.0).size(9.0).put(&when);
    p.y += 42.0;
    let mut balance = 0;
    let body: Vec<Vec<(String, Option<Field>)>> = (0..p.rng.range(5, 18))
        .map(|i| {
            let day = deal.issue.plus(i * 3 - 60);
            let amount = p.rng.range(1_900, 280_000);
            let paid = p.rng.chance(35) && balance > 0;
            let amount = if paid { amount.min(balance) } else { amount };
            balance += if paid { -amount } else { amount };
            let text = if paid {
                "Règlement reçu".to_owned()
            } else {
                format!("Facture {}", deal::paper_number(p.rng, day, Kind::Invoice))
            };
            let (debit, credit) =
                if paid { (String::new(), p.bare(amount)) } else { (p.bare(amount), String::new()) };
            vec![(p.date(day), None), (text, None), (debit, None), (credit, None), (p.bare(balance), None)]
        })
        .collect();
    rows(
        &mut p,
        &[("Date", 0.0, L), ("Libellé", 0.2, L), ("Débit", 0.7, R), ("Crédit", 0.85, R), ("Solde", 0.995, R)],
        &body,
    );
    sum(&mut p, "Solde en notre faveur", balance, None, true);
    p.chat();
    p.foot(Foot::Centre);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: false }
}

/// A letter that asks for money already invoiced.
pub fn reminder(studio: &mut Studio) -> Drawn {
    let deal = letter(studio);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(Head::Centre);
    p.window(Window::Right);
    let (left, w) = (p.left, p.width());
    let place = format!("{}, le {}", deal.supplier.city, show::date(deal.issue, show::Dates::Long, Lang::Fr));
    let y = p.y;
    p.ink.pen(left, y).size(9.5).put(&place);
    let object = format!(
        "Objet : {}",
        p.rng.pick(&[
            "Rappel de facture impayée",
            "1re relance",
            "Mise en demeure de payer",
            "Dernier rappel avant poursuites"
        ])
    );
    p.ink.pen(left, y + 26.0).size(10.0).bold().put(&object);
    p.y += 54.0;
    let text = "Madame, Monsieur, sauf erreur ou omission de notre part, nous constatons que les factures suivantes sont échues et demeurent impayées à ce jour. Nous vous remercions de bien vouloir procéder à leur règlement sous huitaine.";
    let y = p.y;
    p.y = p.ink.paragraph(left, y, w, 9.5, (0.0, 0.0, 0.0), text) + 14.0;
    let body: Vec<Vec<(String, Option<Field>)>> = (0..p.rng.range(1, 4))
        .map(|i| {
            let day = deal.issue.plus(-70 - i * 20);
            let owed = p.rng.range(4_000, 410_000);
            vec![
                (deal::paper_number(p.rng, day, Kind::Invoice), None),
                (p.date(day), None),
                (p.date(day.plus(30)), None),
                (p.bare(owed), None),
            ]
        })
        .collect();
    rows(
        &mut p,
        &[("Facture", 0.0, L), ("Date", 0.3, L), ("Échéance", 0.55, L), ("Montant TTC", 0.995, R)],
        &body,
    );
    let y = p.y + 10.0;
    p.ink.paragraph(left, y, w, 9.5, (0.0, 0.0, 0.0), "Si votre règlement nous était parvenu entre-temps, veuillez ne pas tenir compte de la présente. Veuillez agréer, Madame, Monsieur, nos salutations distinguées.");
    p.foot(Foot::TwoLines);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: false }
}

/// A plain letter of a bank: words, an account, no invoice.
pub fn bank_letter(studio: &mut Studio) -> Drawn {
    let mut deal = letter(studio);
    deal.supplier.name = format!(
        "{} {}",
        studio.content.pick(&["Banque", "Crédit", "Caisse"]),
        studio.content.pick(&["Régionale de l'Est", "du Rhône", "Mosellane", "des Deux Rives"])
    );
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(Head::Left);
    p.window(Window::Right);
    let (left, w) = (p.left, p.width());
    let y = p.y + 20.0;
    let (iban, _) = ids::account_fr(p.rng);
    let object =
        format!("Objet : évolution de nos conditions tarifaires - compte {}", show::spaced(&iban, &[4]));
    p.ink.pen(left, y).size(9.5).bold().fit(w).put(&object);
    let text = "Nous vous informons que nos conditions générales évolueront au premier jour du trimestre prochain. La commission de mouvement reste fixée à 0,05 % et les frais de tenue de compte à 12,50 € par mois. Votre conseiller se tient à votre disposition pour tout renseignement. En l'absence de contestation de votre part dans un délai de deux mois, ces conditions seront réputées acceptées.";
    p.ink.paragraph(left, y + 30.0, w, 9.5, (0.0, 0.0, 0.0), text);
    p.foot(Foot::Centre);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: false }
}
