//! The names of the layouts.

use super::blocks as b;
use super::plan::Plan;
use super::{Drawn, Layout, Make, Studio, mosaic, notices, office, roll};

const fn plan(name: &'static str, plan: &'static Plan) -> Layout {
    Layout { name, held_out: false, make: Make::Plan(plan) }
}

const fn own(name: &'static str, make: fn(&mut Studio) -> Drawn) -> Layout {
    Layout { name, held_out: false, make: Make::Own(make) }
}

/// Kept away from training.
const fn held(layout: Layout) -> Layout {
    Layout { held_out: true, ..layout }
}

pub const LAYOUTS: &[Layout] = &[
    plan("classic", &b::CLASSIC),
    plan("banded", &b::BANDED),
    plan("side_column", &b::SIDE),
    plan("ledger_program", &b::LEDGER),
    plan("wholesale_long", &b::WHOLESALE),
    plan("wholesale_short", &b::WHOLESALE_SHORT),
    plan("builder", &b::BUILDER),
    held(plan("subcontract_reverse", &b::SUBCONTRACT)),
    plan("freight", &b::FREIGHT),
    held(plan("cleaners_headline", &b::CLEANERS)),
    plan("lawyer_outlays", &b::LAWYER),
    plan("drinks_deposit", &b::DRINKS),
    held(plan("garage_across", &b::GARAGE)),
    plan("hire_band", &b::HIRE),
    plan("hotel_folio", &b::HOTEL),
    plan("pharma", &b::PHARMA),
    plan("solo_exempt", &b::SOLO),
    held(plan("web_shop", &b::WEB_SHOP)),
    plan("credit_note", &b::CREDIT),
    plan("credit_note_be", &b::CREDIT_BE),
    held(plan("credit_note_nl", &b::CREDIT_NL)),
    plan("credit_note_de", &b::CREDIT_DE),
    plan("be_nl_slip", &b::NL_SLIP),
    plan("be_nl_side", &b::NL_SIDE),
    plan("be_nl_reverse", &b::NL_REVERSE),
    held(plan("be_nl_long", &b::NL_LONG)),
    plan("be_fr_box", &b::BE_FR),
    held(plan("be_fr_slip", &b::BE_SLIP)),
    plan("be_fr_contractor", &b::BE_CONTRACTOR),
    plan("intracom_be", &b::INTRACOM_BE),
    plan("nl_services", &b::NL_SERVICES),
    plan("de_goods", &b::DE_GOODS),
    held(plan("de_home", &b::DE_HOME)),
    plan("en_export", &b::EN_EXPORT),
    plan("en_reverse", &b::EN_REVERSE),
    plan("lu_fr", &b::LU_FR),
    own("mosaic_fr", mosaic::fr),
    own("mosaic_be_fr", mosaic::be_fr),
    own("mosaic_be_nl", mosaic::be_nl),
    own("mosaic_de", mosaic::de),
    own("mosaic_en", mosaic::en),
    own("telecom", notices::telecom),
    own("energy", notices::energy),
    held(own("insurance", notices::insurance)),
    own("rent", notices::rent),
    own("till_shop", roll::shop),
    own("till_restaurant", roll::restaurant),
    held(own("till_be_shop", roll::be_shop)),
    own("till_be_cafe", roll::be_cafe),
    own("till_fuel", roll::fuel),
    own("till_taxi", roll::taxi),
    held(own("till_parking", roll::parking)),
    own("card_slip", roll::card_slip),
    own("expense_report", office::expense_report),
    own("commission", office::commission),
    plan("quote", &b::QUOTE),
    plan("order", &b::ORDER),
    plan("delivery_note", &b::DELIVERY),
    held(plan("delivery_note_nl", &b::DELIVERY_NL)),
    plan("pro_forma", &b::PRO_FORMA),
    own("statement", office::statement),
    own("reminder", office::reminder),
    own("bank_letter", office::bank_letter),
];
