//! How and when to pay, and what stands at the bottom of pages.

use super::Painter;
use super::identity::{chatter, legal_line, small_print};
use crate::codes;
use crate::day::Term;
use crate::ink::{GREY, PALE, Run, Sheet};
use crate::show::{self, Lang};
use crate::truth::{Country, Field, Kind, Pay};
use crate::words::{self, Label};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Payment {
    #[default]
    Sentences,
    BankBox,
    /// A transfer form to tear off (Belgium).
    Slip,
    /// Cells across the page.
    Cells,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Foot {
    #[default]
    Centre,
    TwoLines,
    Left,
    None,
}

/// Payment terms in words.
pub fn term_words(rng: &mut crate::rng::Rng, term: Term, lang: Lang) -> String {
    match (term, lang) {
        (Term::OnReceipt, Lang::Fr) => {
            rng.pick(&["à réception", "à réception de facture", "Comptant à réception"]).to_owned()
        }
        (Term::OnReceipt, Lang::En) => "Due on receipt".to_owned(),
        (Term::OnReceipt, Lang::Nl) => "contant bij ontvangst".to_owned(),
        (Term::OnReceipt, Lang::De) => "sofort fällig".to_owned(),
        (Term::Net(n), Lang::Fr) => rng
            .pick(&[
                "{n} jours",
                "{n} jours nets",
                "{n} jours date de facture",
                "à {n} jours",
                "{n} jours net",
            ])
            .replace("{n}", &n.to_string()),
        (Term::Net(n), Lang::Nl) => rng
            .pick(&["{n} dagen", "Betaling binnen {n} dagen", "{n} dagen netto", "{n} dagen na factuurdatum"])
            .replace("{n}", &n.to_string()),
        (Term::Net(n), Lang::De) => {
            rng.pick(&["{n} Tage netto", "zahlbar innerhalb von {n} Tagen"]).replace("{n}", &n.to_string())
        }
        (Term::Net(n), Lang::En) => {
            rng.pick(&["Net {n} days", "{n} days", "Payment within {n} days"]).replace("{n}", &n.to_string())
        }
        (Term::EndOfMonth(n), Lang::Fr) => format!("{n} jours fin de mois"),
        (Term::EndOfMonth(n), _) => format!("{n} dagen einde maand"),
    }
}

impl Painter<'_> {
    pub fn iban_shown(&mut self) -> String {
        let iban = &self.deal.supplier.iban;
        if self.rng.chance(80) { show::spaced(iban, &[4]) } else { iban.clone() }
    }

    /// Terms, method and bank. Says nothing of what the deal does not have.
    pub fn payment(&mut self, payment: Payment) {
        let d = self.deal;
        if d.kind == Kind::CreditNote {
            return;
        }
        self.room(64.0);
        let size = self.size();
        let Some(pay) = d.pay else { return };
        if pay == Pay::Card {
            self.paid_by_card();
            return;
        }
        let method = words::method(self.rng, pay, self.look.lang);
        let term = d.term.unwrap_or(Term::OnReceipt);
        let term_text = term_words(self.rng, term, self.look.lang);
        // Where only French and English readers know when "on receipt" is, the day must be printed.
        let dated = d.due.is_some()
            && (self.rng.chance(55)
                || (term == Term::OnReceipt && !matches!(self.look.lang, Lang::Fr | Lang::En)));
        let bank = !d.supplier.iban.is_empty() && (pay == Pay::Transfer || self.rng.chance(30));
        let with_bic = self.rng.chance(65);
        match payment {
            Payment::Cells => {
                let mut cells = vec![
                    (self.label(Label::Terms), term_text, Some(Field::Terms)),
                    (self.label(Label::Method), method.to_owned(), Some(Field::Payment)),
                ];
                if let (Some(due), true) = (d.due, dated) {
                    cells.push((self.label(Label::DueDate), self.date(due), Some(Field::DueDate)));
                }
                let w = self.width() / cells.len() as f32;
                for (i, (label, value, field)) in cells.into_iter().enumerate() {
                    let x = self.left + w * i as f32;
                    self.ink.frame(x, self.y - 9.0, w, 28.0, 0.5, GREY);
                    self.ink.pen(x + 4.0, self.y).size(size - 1.6).color(GREY).put(label);
                    let pen = self.ink.pen(x + 4.0, self.y + 13.0).size(size).fit(w - 8.0);
                    match field {
                        Some(f) => pen.field(f, &value),
                        None => pen.put(&value),
                    };
                }
                self.y += 34.0;
                if bank {
                    self.bank_line(with_bic);
                }
            }
            Payment::Sentences | Payment::BankBox | Payment::Slip => {
                let label = self.label(Label::Terms);
                let x = self.left;
                let by_method = self.rng.chance(80);
                let head = format!("{label} : ");
                let mut end = self
                    .ink
                    .pen(x, self.y)
                    .size(size)
                    .parts(&[(&head, None), (&term_text, Some(Field::Terms))]);
                if by_method {
                    end = self
                        .ink
                        .pen(end, self.y)
                        .size(size)
                        .parts(&[(" - ", None), (method, Some(Field::Payment))]);
                }
                if let (Some(due), true) = (d.due, dated) {
                    let label = format!(" - {} : ", self.label(Label::DueDate));
                    let shown = self.date(due);
                    if end > self.right - 170.0 {
                        self.y += size * 1.4;
                        end = x;
                    }
                    self.ink
                        .pen(end, self.y)
                        .size(size)
                        .parts(&[(&label, None), (&shown, Some(Field::DueDate))]);
                }
                self.y += size * 1.6;
                if payment == Payment::Slip {
                    self.slip();
                } else if bank && payment == Payment::BankBox {
                    self.bank_box(with_bic);
                } else if bank {
                    self.bank_line(with_bic);
                }
            }
        }
        self.y += 4.0;
    }

    /// Shops on the Web and subscriptions: paid when ordered.
    fn paid_by_card(&mut self) {
        let d = self.deal;
        let size = self.size();
        let date = self.date(d.issue);
        let card = d.card.clone().unwrap_or_default();
        let (before, word, ending, on) = match self.look.lang {
            Lang::Fr => self.rng.pick(&[
                ("Réglé par ", "carte bancaire", " **** ", " le "),
                ("Payée par ", "CB", " se terminant par ", " le "),
                ("Paiement : ", "Carte bancaire", " XXXX XXXX XXXX ", " du "),
            ]),
            Lang::Nl => ("Betaald met ", "Bancontact", " **** ", " op "),
            Lang::De => ("Bezahlt mit ", "Kreditkarte", " **** ", " am "),
            Lang::En => self.rng.pick(&[
                ("Paid with ", "Visa", " ending in ", " on "),
                ("Payment method: ", "credit card", " **** ", " - "),
            ]),
        };
        let x = self.left;
        self.ink.pen(x, self.y).size(size).parts(&[
            (before, None),
            (word, Some(Field::Payment)),
            (ending, None),
            (&card, Some(Field::Card)),
            (on, None),
            (&date, None),
        ]);
        self.y += size * 2.0;
    }

    fn bank_line(&mut self, with_bic: bool) {
        let size = self.size();
        let iban = self.iban_shown();
        let bank = self.label(Label::Bank);
        let lead = self.rng.pick(&["IBAN ", "IBAN : ", "Banque - IBAN : "]);
        let x = self.left;
        let lead = if self.rng.chance(30) { format!("{bank} {lead}") } else { lead.to_owned() };
        let end = self.ink.pen(x, self.y).size(size).parts(&[(&lead, None), (&iban, Some(Field::Iban))]);
        if with_bic {
            let d = self.deal;
            self.ink.pen(end, self.y).size(size).parts(&[
                (self.rng.pick(&["  BIC ", " - BIC : ", " / BIC : "]), None),
                (&d.supplier.bic, Some(Field::Bic)),
            ]);
        }
        self.y += size * 1.5;
        self.structured();
    }

    fn structured(&mut self) {
        let Some(text) = self.deal.structured.clone() else { return };
        if self.rng.chance(75) {
            let size = self.size();
            let label = format!("{} : ", self.label(Label::Communication));
            let x = self.left;
            self.ink.pen(x, self.y).size(size).parts(&[(&label, None), (&text, Some(Field::Structured))]);
            self.y += size * 1.5;
        }
    }

    fn bank_box(&mut self, with_bic: bool) {
        let size = self.size();
        let (x, w) = (self.left, 250.0);
        let iban = self.iban_shown();
        let label = self.label(Label::Bank);
        self.ink.fill(x, self.y - 6.0, w, 46.0, PALE);
        self.ink.pen(x + 8.0, self.y + 6.0).size(size).bold().put(label);
        self.ink.pen(x + 8.0, self.y + 20.0).size(size).parts(&[("IBAN ", None), (&iban, Some(Field::Iban))]);
        if with_bic {
            let bic = self.deal.supplier.bic.clone();
            self.ink
                .pen(x + 8.0, self.y + 33.0)
                .size(size)
                .parts(&[("BIC / SWIFT ", None), (&bic, Some(Field::Bic))]);
        }
        // Drawn on some papers without drawing lots, so that a seed keeps its papers.
        if self.deal.payable % 3 == 0 {
            codes::payment(&mut self.ink, self.deal, x + w + 10.0, self.y - 6.0, 58.0);
            self.y += 12.0;
        }
        self.y += 56.0;
        self.structured();
    }

    /// The tear-off transfer form of Belgian invoices.
    fn slip(&mut self) {
        self.room(150.0);
        let d = self.deal;
        let y = 640.0f32.max(self.y + 10.0);
        let (l, r) = (self.left, self.right);
        self.ink.dashes(l, r, y);
        let words = match self.look.lang {
            Lang::Nl => [
                "OVERSCHRIJVINGSOPDRACHT",
                "Bedrag",
                "Rekening begunstigde",
                "Naam begunstigde",
                "Mededeling",
            ],
            _ => ["ORDRE DE VIREMENT", "Montant", "Compte bénéficiaire", "Nom bénéficiaire", "Communication"],
        };
        self.ink.pen(l, y + 16.0).size(9.0).bold().put(words[0]);
        let amount = self.money(d.payable);
        let structured = d.structured.clone().unwrap_or_default();
        let rows = [
            (words[1], amount, if d.payable == d.ttc { Field::TotalTtc } else { Field::AmountDue }),
            (words[2], show::spaced(&d.supplier.iban, &[4]), Field::Iban),
            ("BIC", d.supplier.bic.clone(), Field::Bic),
            (words[3], d.supplier.full_name(), Field::SupplierName),
            (words[4], structured, Field::Structured),
        ];
        for (i, (label, value, field)) in rows.iter().enumerate() {
            let at = y + 34.0 + i as f32 * 19.0;
            self.ink.pen(l, at).size(7.5).color(GREY).put(label);
            self.ink.frame(l + 110.0, at - 11.0, 270.0, 15.0, 0.5, GREY);
            self.ink.pen(l + 115.0, at).size(9.5).family(crate::ink::Family::Mono).field(*field, value);
        }
        if d.payable % 3 == 0 {
            codes::payment(&mut self.ink, d, r - 74.0, y + 24.0, 70.0);
        }
        self.y = y + 130.0;
    }

    /// Sentences that fill the bottom of the body.
    pub fn chat(&mut self) {
        if self.rng.chance(55) && self.y < self.floor - 40.0 {
            let text = small_print(self);
            let (x, w) = (self.left, self.width());
            self.y = self.ink.paragraph(x, self.y + 8.0, w, 7.2, GREY, text) + 4.0;
        }
        if self.rng.chance(45) && self.y < self.floor - 24.0 {
            let text = chatter(self);
            let x = self.left;
            let accent = self.look.accent;
            self.ink.pen(x, self.y + 8.0).size(8.4).color(accent).put(text);
            self.y += 18.0;
        }
        if self.rng.chance(9) {
            let (x, y) = (self.rng.between(160.0, 380.0), self.rng.between(300.0, 560.0));
            let angle = self.rng.between(-24.0, 24.0);
            let word = match self.look.lang {
                Lang::Fr => self.rng.pick(&["COMPTABILISÉ", "REÇU LE", "BON À PAYER", "DUPLICATA"]),
                Lang::Nl => self.rng.pick(&["GEBOEKT", "ONTVANGEN", "KOPIE"]),
                Lang::De => "EINGEGANGEN",
                Lang::En => self.rng.pick(&["RECEIVED", "COPY"]),
            };
            self.ink.pen(x, y).size(22.0).bold().color((0.75, 0.35, 0.4)).turn(angle).put(word);
        }
    }

    pub fn foot(&mut self, foot: Foot) {
        let middle = (self.left + self.right) / 2.0;
        let (left, w) = (self.left, self.width());
        match foot {
            Foot::None => {}
            Foot::Centre => {
                let text = legal_line(self);
                self.ink.pen(middle, 806.0).size(6.8).color(GREY).center().fit(w).put(&text);
            }
            Foot::Left => {
                let text = legal_line(self);
                self.ink.pen(left, 806.0).size(6.8).color(GREY).fit(w).put(&text);
            }
            Foot::TwoLines => {
                let text = legal_line(self);
                let accent = self.look.accent;
                self.ink.line(left, 794.0, self.right, 794.0, 0.5, accent);
                self.ink.pen(middle, 803.0).size(6.8).color(GREY).center().fit(w).put(&text);
                let s = self.deal.supplier.clone();
                if let (Country::Fr, Some(siret), true) = (s.country, s.siret.as_ref(), self.rng.chance(60)) {
                    let shown = show::spaced(siret, &[3, 3, 3, 5]);
                    self.ink.pen(middle, 812.0).size(6.8).color(GREY).center().parts(&[
                        ("SIRET ", None),
                        (&shown, Some(Field::SupplierSiret)),
                        (" - ", None),
                        (&s.web, None),
                    ]);
                } else {
                    self.ink.pen(middle, 812.0).size(6.8).color(GREY).center().put(&format!(
                        "{} - {} - {} - {}",
                        s.street,
                        s.town(),
                        s.phone,
                        s.web
                    ));
                }
            }
        }
    }

    /// Numbers the pages ("2/3") where there are several, or now and then where there is one.
    pub fn finish(mut self, always: bool) -> (Vec<Sheet>, Vec<Run>) {
        let total = self.ink.page();
        let word = self.label(Label::Page);
        let style = self.rng.range(0, 2);
        let numbered = total > 1 || always || self.rng.chance(25);
        let (x, y) = (self.right, 826.0);
        self.ink.each_page(|ink, n| {
            if numbered && !(style == 2 && n == 1 && total > 1) {
                let text = match style {
                    0 => format!("{word} {n}/{total}"),
                    1 => format!("{word} {n} / {total}"),
                    _ => format!("{n}/{total}"),
                };
                ink.pen(x, y).size(7.5).right().put(&text);
            }
        });
        self.ink.finish()
    }
}
