//! A layout put together from blocks.

use super::{Drawn, Studio};
use crate::deal::{self, Theme};
use crate::draw::Painter;
use crate::draw::foot::{Foot, Payment};
use crate::draw::head::{Head, Window};
use crate::draw::meta::Meta;
use crate::draw::table::{COLUMNS, Rules};
use crate::draw::totals::{Totals, VatTable};
use crate::goods::{Trade, divide};
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Deal, Kind, Pay, Scheme};
use crate::words::Doc;

/// What happens to a deal beyond its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Twist {
    #[default]
    None,
    /// Some papers deduct an advance.
    Advance,
    /// Returnable packaging below the total.
    Deposit,
    /// Sums paid on behalf of the customer.
    Outlays,
    /// A person in business alone, without VAT number (art. 293 B CGI).
    Solo,
    /// Paid by card when it was made.
    Paid,
    /// A rebate on the whole, where there is one rate.
    Rebate,
}

/// The blocks of a layout and what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub lang: Lang,
    pub country: Country,
    pub kind: Kind,
    pub scheme: Scheme,
    pub trades: &'static [Trade],
    pub lines: (i64, i64),
    pub inclusive: bool,
    pub rebates: bool,
    pub twist: Twist,
    pub head: Head,
    pub window: Window,
    pub meta: Meta,
    /// Number of the order of columns in [`COLUMNS`].
    pub columns: usize,
    pub rules: Rules,
    pub carry: bool,
    pub totals: Totals,
    pub vat: VatTable,
    pub payment: Payment,
    pub foot: Foot,
    /// Where not the one of the supplier's country.
    pub currencies: &'static [&'static str],
    pub doc: Doc,
    /// Courier throughout.
    pub typed: bool,
    /// The address comes after the grid of numbers.
    pub meta_first: bool,
}

impl Plan {
    pub const BASE: Self = Self {
        lang: Lang::Fr,
        country: Country::Fr,
        kind: Kind::Invoice,
        scheme: Scheme::Standard,
        trades: &[],
        lines: (1, 9),
        inclusive: false,
        rebates: false,
        twist: Twist::None,
        head: Head::Left,
        window: Window::Right,
        meta: Meta::Cells,
        columns: 0,
        rules: Rules::Plain,
        carry: false,
        totals: Totals::Right,
        vat: VatTable::InTotals,
        payment: Payment::Sentences,
        foot: Foot::Centre,
        currencies: &[],
        doc: Doc::Entry,
        typed: false,
        meta_first: false,
    };

    pub fn deal(&self, studio: &mut Studio) -> Deal {
        let rng = &mut studio.content;
        let trade = if self.trades.is_empty() {
            crate::goods::trade_of(rng, self.lang)
        } else {
            rng.pick(self.trades)
        };
        let theme = Theme {
            kind: self.kind,
            lines: self.lines,
            inclusive: self.inclusive,
            rebates: self.rebates,
            scheme: self.scheme,
            supplier: studio.supplier.clone(),
            buyer: studio.buyer.clone(),
            issue: studio.issue,
            ..Theme::new(self.lang, self.country, trade)
        };
        let mut deal = deal::draw(rng, &theme);
        if self.doc != Doc::Entry {
            deal.kind = Kind::Other;
        }
        self.twist(rng, &mut deal);
        deal
    }

    fn twist(&self, rng: &mut Rng, deal: &mut Deal) {
        match self.twist {
            Twist::None | Twist::Solo | Twist::Paid => {}
            Twist::Advance => {
                if rng.chance(60) {
                    deal.prepaid = Some(divide(deal.ttc * rng.pick(&[20, 25, 30, 40, 50]), 100).max(1));
                }
            }
            Twist::Rebate => {
                if !deal.inclusive && deal.vat.len() == 1 && rng.chance(70) {
                    deal.rebate = Some((rng.pick(&[200, 300, 500, 1000]), 0));
                    deal.settle(false);
                }
            }
            Twist::Deposit => {
                if rng.chance(85) {
                    deal.deposit = Some(rng.range(2, 60) * rng.pick(&[120, 210, 450, 360]));
                }
            }
            Twist::Outlays => {
                if rng.chance(70) {
                    deal.outlays = rng.range(1500, 42_000);
                }
            }
        }
        if self.twist == Twist::Solo && deal.supplier.vat.is_some() {
            deal.supplier.name = crate::names::person(rng);
            deal.supplier.form = String::new();
            deal.supplier.vat = None;
        }
        if !self.currencies.is_empty() {
            deal.currency = rng.pick(self.currencies).to_owned();
        }
        if self.twist == Twist::Paid {
            deal.pay = Some(Pay::Card);
            deal.card = Some(format!("{:04}", rng.range(0, 9999)));
            deal.term = None;
            deal.due = None;
        }
        deal.ttc = deal.ht + deal.tax + deal.outlays;
        deal.payable = deal.ttc + deal.deposit.unwrap_or(0) - deal.prepaid.unwrap_or(0);
    }

    pub fn draw(&self, studio: &mut Studio) -> Drawn {
        let deal = self.deal(studio);
        let look = studio.look(&deal);
        let mut style = studio.style.clone();
        let mut p = Painter::new(&deal, look, &mut style);
        p.doc = self.doc;
        if self.typed {
            p.typewriter();
        }
        p.head(self.head);
        if self.meta_first {
            p.meta(self.meta);
            p.beside = false;
            p.window(self.window);
        } else {
            p.window(self.window);
            p.meta(self.meta);
        }
        p.y += 6.0;
        let columns = COLUMNS.get(self.columns).copied().unwrap_or(COLUMNS[0]);
        p.table(columns, self.rules, self.carry);
        if self.doc != Doc::Delivery {
            p.totals(self.totals, self.vat);
        }
        if matches!(self.doc, Doc::Entry | Doc::ProForma) {
            p.payment(self.payment);
        }
        p.chat();
        if self.head == Head::Bottom {
            p.bottom_identity();
        } else {
            p.foot(self.foot);
        }
        let (sheets, runs) = p.finish(false);
        Drawn { deal, sheets, runs, whole_lines: true }
    }
}
