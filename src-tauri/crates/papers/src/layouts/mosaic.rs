//! Blocks put together by chance: as many layouts as there are seeds.

use super::plan::{Plan, Twist};
use super::{Drawn, Studio};
use crate::draw::foot::{Foot, Payment};
use crate::draw::head::{Head, Window};
use crate::draw::meta::Meta;
use crate::draw::table::Rules;
use crate::draw::totals::{Totals, VatTable};
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Kind, Scheme};

/// The look decides the blocks, the content decides what the paper is about: a supplier keeps its layout.
fn blocks(style: &mut Rng, content: &mut Rng, lang: Lang, country: Country) -> Plan {
    let head = style.pick(&[
        Head::Left,
        Head::Left,
        Head::Right,
        Head::Centre,
        Head::Band,
        Head::Sidebar,
        Head::Bottom,
        Head::Boxed,
        Head::Typed,
    ]);
    let foot = style.pick(&[Foot::Centre, Foot::TwoLines, Foot::Left, Foot::None]);
    Plan {
        lang,
        country,
        kind: if content.chance(8) { Kind::CreditNote } else { Kind::Invoice },
        scheme: match country {
            Country::Gb => Scheme::Export,
            Country::Fr | Country::Be if content.chance(90) => Scheme::Standard,
            Country::De if content.chance(50) => Scheme::Standard,
            _ => content.pick(&[Scheme::ReverseCharge, Scheme::Intracom]),
        },
        lines: content.pick(&[(1, 1), (1, 4), (2, 9), (3, 12), (14, 40)]),
        rebates: style.chance(30),
        twist: content.pick(&[
            Twist::None,
            Twist::None,
            Twist::None,
            Twist::Advance,
            Twist::Deposit,
            Twist::Paid,
            Twist::Rebate,
            Twist::Rebate,
        ]),
        head,
        window: if country == Country::Fr {
            style.pick(&[Window::Right, Window::Right, Window::Boxed, Window::Left, Window::Pair])
        } else {
            style.pick(&[Window::Left, Window::Right, Window::Boxed, Window::Pair])
        },
        meta: style.pick(&[
            Meta::Cells,
            Meta::List,
            Meta::BoxRight,
            Meta::TitleLine,
            Meta::Leaders,
            Meta::Columns,
            Meta::Table,
        ]),
        columns: style.range(0, 9) as usize,
        rules: style.pick(&[
            Rules::Plain,
            Rules::Grid,
            Rules::Zebra,
            Rules::Columns,
            Rules::Banded,
            Rules::None,
        ]),
        carry: style.chance(40),
        totals: style.pick(&[
            Totals::Right,
            Totals::Right,
            Totals::Left,
            Totals::Band,
            Totals::BoxRight,
            Totals::Leaders,
            Totals::Headline,
            Totals::Stacked,
        ]),
        vat: style.pick(&[
            VatTable::InTotals,
            VatTable::InTotals,
            VatTable::BaseRateVat,
            VatTable::RateBaseVat,
            VatTable::Coded,
            VatTable::Across,
            VatTable::RateVatBase,
            VatTable::OfWhich,
        ]),
        payment: match country {
            Country::Be => style.pick(&[Payment::Sentences, Payment::BankBox, Payment::Slip, Payment::Cells]),
            _ => style.pick(&[Payment::Sentences, Payment::BankBox, Payment::Cells]),
        },
        foot: if head == Head::Sidebar { Foot::None } else { foot },
        currencies: if country == Country::Gb { &["GBP", "USD", "EUR", "CHF"] } else { &[] },
        typed: style.chance(8),
        meta_first: style.chance(20),
        ..Plan::BASE
    }
}

fn draw(studio: &mut Studio, lang: Lang, country: Country) -> Drawn {
    let plan = blocks(&mut studio.style, &mut studio.content, lang, country);
    plan.draw(studio)
}

pub fn fr(studio: &mut Studio) -> Drawn {
    draw(studio, Lang::Fr, Country::Fr)
}

pub fn be_fr(studio: &mut Studio) -> Drawn {
    draw(studio, Lang::Fr, Country::Be)
}

pub fn be_nl(studio: &mut Studio) -> Drawn {
    draw(studio, Lang::Nl, Country::Be)
}

pub fn de(studio: &mut Studio) -> Drawn {
    draw(studio, Lang::De, Country::De)
}

pub fn en(studio: &mut Studio) -> Drawn {
    let country = studio.content.pick(&[Country::Gb, Country::De, Country::Nl]);
    draw(studio, Lang::En, country)
}
