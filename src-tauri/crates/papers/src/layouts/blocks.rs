//! The layouts that are put together from blocks.

use super::plan::{Plan, Twist};
use crate::draw::foot::{Foot, Payment};
use crate::draw::head::{Head, Window};
use crate::draw::meta::Meta;
use crate::draw::table::Rules;
use crate::draw::totals::{Totals, VatTable};
use crate::goods;
use crate::show::Lang;
use crate::truth::{Country, Kind, Scheme};
use crate::words::Doc;

const B: Plan = Plan::BASE;
/// Belgium, in French and in Dutch.
const BF: Plan = Plan { country: Country::Be, window: Window::Left, ..B };
const BN: Plan = Plan { lang: Lang::Nl, ..BF };

pub(super) const CLASSIC: Plan =
    Plan { trades: &[goods::OFFICE, goods::HARDWARE, goods::IT], vat: VatTable::BaseRateVat, ..B };
pub(super) const BANDED: Plan = Plan {
    trades: &[goods::IT, goods::PRINTING, goods::FEES],
    head: Head::Band,
    window: Window::Boxed,
    meta: Meta::List,
    columns: 3,
    rules: Rules::Banded,
    twist: Twist::Advance,
    payment: Payment::BankBox,
    foot: Foot::TwoLines,
    ..B
};
pub(super) const SIDE: Plan = Plan {
    trades: &[goods::PRINTING, goods::FEES],
    head: Head::Sidebar,
    window: Window::Left,
    meta: Meta::Columns,
    rules: Rules::None,
    totals: Totals::Stacked,
    foot: Foot::None,
    ..B
};
pub(super) const LEDGER: Plan = Plan {
    trades: &[goods::GROCERY, goods::HARDWARE],
    head: Head::Typed,
    meta: Meta::Table,
    columns: 4,
    rules: Rules::Columns,
    totals: Totals::Band,
    vat: VatTable::Coded,
    payment: Payment::Cells,
    typed: true,
    rebates: true,
    lines: (4, 14),
    carry: true,
    ..B
};
pub(super) const WHOLESALE: Plan = Plan {
    trades: &[goods::GROCERY],
    head: Head::Right,
    window: Window::Left,
    columns: 4,
    rules: Rules::Grid,
    carry: true,
    totals: Totals::BoxRight,
    vat: VatTable::RateBaseVat,
    rebates: true,
    lines: (38, 90),
    payment: Payment::Cells,
    ..B
};
pub(super) const WHOLESALE_SHORT: Plan = Plan { lines: (3, 14), totals: Totals::Right, ..WHOLESALE };
pub(super) const BUILDER: Plan = Plan {
    trades: &[goods::BUILDING],
    head: Head::Centre,
    meta: Meta::TitleLine,
    columns: 5,
    rules: Rules::Grid,
    twist: Twist::Advance,
    lines: (2, 9),
    foot: Foot::TwoLines,
    ..B
};
pub(super) const SUBCONTRACT: Plan = Plan {
    scheme: Scheme::ReverseCharge,
    head: Head::Boxed,
    meta: Meta::List,
    rules: Rules::Plain,
    totals: Totals::Left,
    twist: Twist::None,
    payment: Payment::BankBox,
    ..BUILDER
};
pub(super) const FREIGHT: Plan = Plan {
    trades: &[goods::TRANSPORT],
    head: Head::Left,
    window: Window::Pair,
    meta: Meta::Cells,
    meta_first: true,
    columns: 1,
    rules: Rules::Zebra,
    totals: Totals::Leaders,
    vat: VatTable::RateVatBase,
    lines: (6, 34),
    carry: true,
    ..B
};
pub(super) const CLEANERS: Plan = Plan {
    trades: &[goods::CLEANING],
    head: Head::Bottom,
    window: Window::Left,
    meta: Meta::BoxRight,
    columns: 0,
    rules: Rules::Plain,
    totals: Totals::Headline,
    foot: Foot::None,
    ..B
};
pub(super) const LAWYER: Plan = Plan {
    trades: &[goods::FEES],
    head: Head::Centre,
    meta: Meta::TitleLine,
    columns: 2,
    rules: Rules::None,
    twist: Twist::Outlays,
    lines: (1, 5),
    payment: Payment::Sentences,
    foot: Foot::Left,
    ..B
};
pub(super) const DRINKS: Plan = Plan {
    trades: &[goods::DRINKS],
    head: Head::Boxed,
    meta: Meta::Table,
    columns: 6,
    rules: Rules::Grid,
    totals: Totals::BoxRight,
    vat: VatTable::Coded,
    twist: Twist::Deposit,
    lines: (4, 16),
    payment: Payment::Cells,
    ..B
};
pub(super) const GARAGE: Plan = Plan {
    trades: &[goods::GARAGE],
    head: Head::Typed,
    meta: Meta::Leaders,
    columns: 8,
    rules: Rules::Banded,
    totals: Totals::Right,
    vat: VatTable::Across,
    rebates: true,
    ..B
};
pub(super) const HIRE: Plan = Plan {
    twist: Twist::Rebate,
    trades: &[goods::HIRE, goods::TRANSPORT],
    head: Head::Right,
    window: Window::Boxed,
    meta: Meta::Columns,
    columns: 3,
    rules: Rules::Zebra,
    totals: Totals::Band,
    vat: VatTable::InTotals,
    payment: Payment::BankBox,
    ..B
};
pub(super) const HOTEL: Plan = Plan {
    trades: &[goods::HOTEL],
    head: Head::Centre,
    meta: Meta::List,
    columns: 7,
    rules: Rules::Plain,
    inclusive: true,
    totals: Totals::Leaders,
    vat: VatTable::RateBaseVat,
    twist: Twist::Paid,
    ..B
};
pub(super) const PHARMA: Plan = Plan {
    trades: &[goods::HEALTH],
    head: Head::Left,
    meta: Meta::Cells,
    columns: 1,
    rules: Rules::Columns,
    totals: Totals::BoxRight,
    vat: VatTable::BaseRateVat,
    lines: (5, 18),
    rebates: true,
    ..B
};
pub(super) const SOLO: Plan = Plan {
    trades: &[goods::PRINTING, goods::IT, goods::CLEANING],
    scheme: Scheme::Exempt,
    head: Head::Typed,
    meta: Meta::TitleLine,
    columns: 0,
    rules: Rules::Grid,
    twist: Twist::Solo,
    lines: (1, 4),
    foot: Foot::None,
    ..B
};
pub(super) const WEB_SHOP: Plan = Plan {
    trades: &[goods::OFFICE, goods::HARDWARE],
    head: Head::Bottom,
    window: Window::Pair,
    meta: Meta::Columns,
    columns: 9,
    rules: Rules::Zebra,
    totals: Totals::Right,
    vat: VatTable::OfWhich,
    inclusive: false,
    twist: Twist::Paid,
    lines: (1, 5),
    foot: Foot::None,
    ..B
};
pub(super) const CREDIT: Plan = Plan {
    kind: Kind::CreditNote,
    trades: &[goods::OFFICE, goods::GROCERY, goods::HARDWARE],
    meta: Meta::List,
    columns: 1,
    lines: (1, 3),
    rules: Rules::Zebra,
    totals: Totals::Leaders,
    vat: VatTable::RateBaseVat,
    ..B
};
pub(super) const CREDIT_BE: Plan = Plan {
    kind: Kind::CreditNote,
    head: Head::Band,
    meta: Meta::Cells,
    columns: 0,
    lines: (1, 3),
    rules: Rules::Grid,
    totals: Totals::BoxRight,
    vat: VatTable::InTotals,
    ..BF
};
pub(super) const CREDIT_NL: Plan =
    Plan { lang: Lang::Nl, head: Head::Right, meta: Meta::TitleLine, ..CREDIT_BE };
pub(super) const CREDIT_DE: Plan = Plan {
    lang: Lang::De,
    country: Country::De,
    kind: Kind::CreditNote,
    window: Window::Left,
    meta: Meta::List,
    columns: 5,
    lines: (1, 3),
    rules: Rules::Plain,
    ..B
};
pub(super) const NL_SLIP: Plan = Plan {
    trades: &[goods::OFFICE_NL, goods::FOOD_NL],
    columns: 1,
    rules: Rules::Banded,
    totals: Totals::BoxRight,
    vat: VatTable::BaseRateVat,
    payment: Payment::Slip,
    ..BN
};
pub(super) const NL_SIDE: Plan = Plan {
    trades: &[goods::BUILDING_NL],
    head: Head::Sidebar,
    meta: Meta::Leaders,
    columns: 7,
    rules: Rules::Plain,
    totals: Totals::Right,
    vat: VatTable::InTotals,
    payment: Payment::BankBox,
    foot: Foot::None,
    ..BN
};
pub(super) const NL_REVERSE: Plan = Plan {
    trades: &[goods::BUILDING_NL],
    scheme: Scheme::ReverseCharge,
    head: Head::Typed,
    meta: Meta::Table,
    columns: 0,
    rules: Rules::Grid,
    totals: Totals::Left,
    ..BN
};
pub(super) const NL_LONG: Plan = Plan {
    trades: &[goods::FOOD_NL],
    head: Head::Boxed,
    meta: Meta::Cells,
    columns: 4,
    rules: Rules::Zebra,
    carry: true,
    lines: (36, 80),
    totals: Totals::Band,
    vat: VatTable::Coded,
    rebates: true,
    ..BN
};
pub(super) const BE_FR: Plan = Plan {
    twist: Twist::Rebate,
    trades: &[goods::OFFICE, goods::PRINTING, goods::IT],
    head: Head::Right,
    meta: Meta::BoxRight,
    columns: 1,
    rules: Rules::Plain,
    totals: Totals::Right,
    vat: VatTable::Across,
    payment: Payment::BankBox,
    foot: Foot::TwoLines,
    ..BF
};
pub(super) const BE_SLIP: Plan = Plan {
    trades: &[goods::CLEANING, goods::HARDWARE],
    head: Head::Centre,
    meta: Meta::Columns,
    columns: 3,
    rules: Rules::Zebra,
    totals: Totals::Leaders,
    vat: VatTable::RateBaseVat,
    payment: Payment::Slip,
    ..BF
};
pub(super) const BE_CONTRACTOR: Plan = Plan {
    trades: &[goods::CLEANING],
    scheme: Scheme::ReverseCharge,
    head: Head::Left,
    meta: Meta::List,
    columns: 0,
    rules: Rules::Grid,
    totals: Totals::BoxRight,
    ..BF
};
pub(super) const INTRACOM_BE: Plan = Plan {
    scheme: Scheme::Intracom,
    trades: &[goods::GROCERY, goods::HARDWARE],
    head: Head::Boxed,
    meta: Meta::Columns,
    columns: 0,
    rules: Rules::Banded,
    totals: Totals::BoxRight,
    payment: Payment::BankBox,
    ..BF
};
pub(super) const NL_SERVICES: Plan = Plan {
    lang: Lang::Nl,
    country: Country::Nl,
    scheme: Scheme::ReverseCharge,
    trades: &[goods::OFFICE_NL, goods::BUILDING_NL],
    head: Head::Band,
    window: Window::Left,
    meta: Meta::List,
    columns: 3,
    rules: Rules::Plain,
    totals: Totals::Right,
    payment: Payment::BankBox,
    ..B
};
pub(super) const DE_GOODS: Plan = Plan {
    lang: Lang::De,
    country: Country::De,
    scheme: Scheme::Intracom,
    head: Head::Right,
    window: Window::Left,
    meta: Meta::BoxRight,
    columns: 5,
    rules: Rules::Plain,
    totals: Totals::Right,
    foot: Foot::TwoLines,
    ..B
};
pub(super) const DE_HOME: Plan = Plan {
    lang: Lang::De,
    country: Country::De,
    head: Head::Typed,
    window: Window::Left,
    meta: Meta::TitleLine,
    columns: 8,
    rules: Rules::Grid,
    totals: Totals::Leaders,
    vat: VatTable::InTotals,
    ..B
};
pub(super) const EN_EXPORT: Plan = Plan {
    currencies: &["GBP", "USD", "EUR"],
    lang: Lang::En,
    country: Country::Gb,
    scheme: Scheme::Export,
    head: Head::Left,
    window: Window::Left,
    meta: Meta::Columns,
    columns: 0,
    rules: Rules::Plain,
    totals: Totals::Headline,
    twist: Twist::Paid,
    ..B
};
pub(super) const EN_REVERSE: Plan = Plan {
    lang: Lang::En,
    country: Country::De,
    scheme: Scheme::ReverseCharge,
    trades: &[goods::SAAS_EN],
    head: Head::Sidebar,
    window: Window::Left,
    meta: Meta::List,
    columns: 0,
    rules: Rules::Banded,
    totals: Totals::Right,
    payment: Payment::BankBox,
    foot: Foot::None,
    ..B
};
pub(super) const LU_FR: Plan = Plan {
    country: Country::Lu,
    trades: &[goods::FEES, goods::OFFICE],
    head: Head::Centre,
    window: Window::Left,
    meta: Meta::Cells,
    columns: 7,
    rules: Rules::Zebra,
    totals: Totals::Stacked,
    vat: VatTable::BaseRateVat,
    payment: Payment::BankBox,
    ..B
};
pub(super) const QUOTE: Plan = Plan {
    doc: Doc::Quote,
    trades: &[goods::BUILDING, goods::IT, goods::PRINTING],
    head: Head::Left,
    meta: Meta::Cells,
    columns: 5,
    rules: Rules::Grid,
    ..B
};
pub(super) const ORDER: Plan =
    Plan { doc: Doc::Order, head: Head::Band, meta: Meta::List, columns: 1, rules: Rules::Banded, ..B };
pub(super) const DELIVERY: Plan = Plan {
    doc: Doc::Delivery,
    head: Head::Boxed,
    window: Window::Pair,
    meta: Meta::Table,
    columns: 10,
    rules: Rules::Grid,
    ..B
};
pub(super) const DELIVERY_NL: Plan =
    Plan { doc: Doc::Delivery, head: Head::Left, meta: Meta::Cells, columns: 10, rules: Rules::Zebra, ..BN };
pub(super) const PRO_FORMA: Plan = Plan {
    doc: Doc::ProForma,
    head: Head::Right,
    meta: Meta::TitleLine,
    columns: 0,
    vat: VatTable::RateBaseVat,
    ..B
};
