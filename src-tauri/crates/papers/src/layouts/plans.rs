//! The layouts that are put together from blocks.

use super::plan::{Plan, Twist};
use super::{roll, Drawn, Layout, Make, Studio};
use crate::draw::foot::{Foot, Payment};
use crate::draw::head::{Head, Window};
use crate::draw::meta::Meta;
use crate::draw::table::Rules;
use crate::draw::totals::{Totals, VatTable};
use crate::goods;
use crate::show::Lang;
use crate::truth::{Country, Kind, Scheme};

const B: Plan = Plan::BASE;

const CLASSIC: Plan = Plan { trades: &[goods::OFFICE, goods::HARDWARE, goods::IT], vat: VatTable::BaseRateVat, ..B };
const BANDED: Plan = Plan { trades: &[goods::IT, goods::PRINTING, goods::FEES], head: Head::Band, window: Window::Boxed, meta: Meta::List, columns: 3, rules: Rules::Banded, twist: Twist::Advance, payment: Payment::BankBox, foot: Foot::TwoLines, ..B };
const SIDE: Plan = Plan { trades: &[goods::PRINTING, goods::FEES], head: Head::Sidebar, window: Window::Left, meta: Meta::Columns, columns: 0, rules: Rules::None, totals: Totals::Stacked, vat: VatTable::InTotals, foot: Foot::None, ..B };
const LEDGER: Plan = Plan { trades: &[goods::GROCERY, goods::HARDWARE], head: Head::Typed, meta: Meta::Table, columns: 4, rules: Rules::Columns, totals: Totals::Band, vat: VatTable::Coded, payment: Payment::Cells, typed: true, rebates: true, lines: (4, 14), carry: true, ..B };
const WHOLESALE: Plan = Plan { trades: &[goods::GROCERY], head: Head::Right, window: Window::Left, meta: Meta::Cells, columns: 4, rules: Rules::Grid, carry: true, totals: Totals::BoxRight, vat: VatTable::RateBaseVat, rebates: true, lines: (38, 90), payment: Payment::Cells, ..B };
const WHOLESALE_SHORT: Plan = Plan { lines: (3, 14), totals: Totals::Right, ..WHOLESALE };
const INTRACOM_BE: Plan = Plan { country: Country::Be, scheme: Scheme::Intracom, trades: &[goods::GROCERY, goods::HARDWARE], head: Head::Boxed, window: Window::Left, meta: Meta::Columns, columns: 0, rules: Rules::Banded, totals: Totals::BoxRight, payment: Payment::BankBox, ..B };
const BUILDER: Plan = Plan { trades: &[goods::BUILDING], head: Head::Centre, window: Window::Right, meta: Meta::TitleLine, columns: 5, rules: Rules::Grid, totals: Totals::Right, vat: VatTable::InTotals, twist: Twist::Advance, lines: (2, 9), foot: Foot::TwoLines, ..B };
const NL_BE: Plan = Plan { lang: Lang::Nl, country: Country::Be, trades: &[goods::OFFICE_NL, goods::FOOD_NL], head: Head::Left, window: Window::Left, meta: Meta::Cells, columns: 1, rules: Rules::Banded, totals: Totals::BoxRight, vat: VatTable::BaseRateVat, payment: Payment::Slip, ..B };
const CREDIT: Plan = Plan { kind: Kind::CreditNote, trades: &[goods::OFFICE, goods::GROCERY, goods::HARDWARE], head: Head::Left, meta: Meta::List, columns: 1, lines: (1, 3), rules: Rules::Zebra, totals: Totals::Leaders, vat: VatTable::RateBaseVat, ..B };

const fn plan(name: &'static str, plan: &'static Plan) -> Layout {
    Layout { name, held_out: false, make: Make::Plan(plan) }
}

const fn held(name: &'static str, plan: &'static Plan) -> Layout {
    Layout { name, held_out: true, make: Make::Plan(plan) }
}

const fn own(name: &'static str, make: fn(&mut Studio) -> Drawn) -> Layout {
    Layout { name, held_out: false, make: Make::Own(make) }
}

pub const LAYOUTS: [Layout; 17] = [
    plan("classic", &CLASSIC),
    plan("banded", &BANDED),
    plan("side_column", &SIDE),
    plan("ledger_program", &LEDGER),
    plan("wholesale_long", &WHOLESALE),
    plan("wholesale_short", &WHOLESALE_SHORT),
    plan("intracom_be", &INTRACOM_BE),
    plan("builder", &BUILDER),
    plan("be_nl_slip", &NL_BE),
    held("credit_note", &CREDIT),
    own("till_shop", roll::shop),
    own("till_restaurant", roll::restaurant),
    own("till_be_cafe", roll::be_cafe),
    own("till_fuel", roll::fuel),
    own("till_taxi", roll::taxi),
    own("till_parking", roll::parking),
    own("card_slip", roll::card_slip),
];
