//! The papers that come from rolls.

use super::Roll;
use crate::deal::{self, Theme};
use crate::draw::Look;
use crate::goods::{self, Class, divide};
use crate::layouts::{Drawn, Studio};
use crate::names;
use crate::show::{self, Dates, Lang, Money, Numbers};
use crate::truth::{Country, Deal, Field, Kind, Line, Pay};

fn look(studio: &mut Studio, deal: &Deal) -> Look {
    let mut look = studio.look(deal);
    let rng = &mut studio.style;
    look.numbers =
        rng.pick(&[Numbers::PlainComma, Numbers::PlainComma, Numbers::PlainDot, Numbers::SpaceComma]);
    look.money = rng.pick(&[Money::None, Money::SignAfter, Money::CodeAfter, Money::None]);
    look.cell_money = Money::None;
    if !matches!(look.dates, Dates::Slash | Dates::SlashShort | Dates::Dot | Dates::DotShort | Dates::Dash) {
        look.dates = rng.pick(&[Dates::Slash, Dates::SlashShort, Dates::Dash]);
    }
    look
}

fn shop_of(
    studio: &mut Studio,
    lang: Lang,
    country: Country,
    trade: goods::Trade,
    lines: (i64, i64),
) -> Deal {
    let theme = Theme {
        lines,
        supplier: studio.supplier.clone(),
        issue: studio.issue,
        ..Theme::receipt(lang, country, trade)
    };
    let mut deal = deal::draw(&mut studio.content, &theme);
    if studio.supplier.is_none() {
        deal.supplier.form = String::new();
    }
    deal.customer = None;
    deal.term = None;
    deal.due = None;
    deal.structured = None;
    deal
}

fn general(studio: &mut Studio, deal: Deal) -> Drawn {
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    let coded = r.p.rng.chance(60);
    r.head();
    if r.p.rng.chance(30) {
        r.center(match deal.lang {
            Lang::Nl => "BTW KASTICKET",
            _ => "TICKET DE CAISSE",
        });
    }
    let first = r.p.rng.chance(65);
    if first {
        r.stamp_line();
    }
    r.rule();
    r.goods(coded);
    r.rule();
    r.total();
    r.paid();
    r.gap(0.5);
    r.vat(coded);
    if !first {
        r.gap(0.5);
        r.stamp_line();
    }
    r.bye();
    r.done(true, &deal)
}

pub fn shop(studio: &mut Studio) -> Drawn {
    let deal = shop_of(studio, Lang::Fr, Country::Fr, goods::SHOP, (2, 16));
    general(studio, deal)
}

pub fn be_shop(studio: &mut Studio) -> Drawn {
    let deal = shop_of(studio, Lang::Fr, Country::Be, goods::SHOP, (2, 14));
    general(studio, deal)
}

pub fn restaurant(studio: &mut Studio) -> Drawn {
    let deal = shop_of(studio, Lang::Fr, Country::Fr, goods::CAFE, (2, 8));
    general(studio, deal)
}

pub fn be_cafe(studio: &mut Studio) -> Drawn {
    let nl = studio.content.chance(55);
    let (lang, trade) = if nl { (Lang::Nl, goods::CAFE_NL) } else { (Lang::Fr, goods::CAFE) };
    let deal = shop_of(studio, lang, Country::Be, trade, (1, 8));
    general(studio, deal)
}

/// One line of fuel: litres at three decimals.
pub fn fuel(studio: &mut Studio) -> Drawn {
    const STATION: goods::Trade = goods::Trade {
        activities: &["Station", "Relais", "Énergies", "Carburants"],
        goods: &[("SP95-E10", "L", 0, 0, Class::Normal)],
        quantity: (1, 1),
        fractional: false,
    };
    let country = if studio.content.chance(75) { Country::Fr } else { Country::Be };
    let mut deal = shop_of(studio, Lang::Fr, country, STATION, (1, 1));
    let rng = &mut studio.content;
    let (litres, price) = (rng.range(8_000, 68_000), rng.range(1_550, 2_090));
    let text = rng.pick(&["GAZOLE", "SP98", "SP95-E10", "DIESEL B7", "SUPER 95"]);
    deal.lines = vec![Line {
        text: text.to_owned(),
        quantity: litres,
        price,
        amount: divide(litres * price, 10_000),
        rate: goods::rate(country, Class::Normal),
        unit: "L".into(),
        ..Line::default()
    }];
    deal.settle(false);
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.stamp_line();
    let pump = format!("{} {}", r.p.rng.pick(&["POMPE", "Pompe n°", "PISTE"]), r.p.rng.range(1, 12));
    r.rule();
    if r.p.rng.chance(50) {
        r.left(&[(&pump, None), ("  ", None), (text, None)]);
    } else {
        r.pair(&pump, text, None, false, 1.0);
    }
    let quantity = show::scaled(litres / 10, 2, r.p.look.numbers);
    let shown_price = show::scaled(price, 3, r.p.look.numbers);
    r.pair(
        r.p.rng.clone().pick(&["Volume", "QUANTITE", "Litres"]),
        &format!("{quantity} L"),
        None,
        false,
        1.0,
    );
    r.pair(
        r.p.rng.clone().pick(&["Prix unitaire", "PRIX/L", "EUR/L"]),
        &format!("{shown_price} €"),
        None,
        false,
        1.0,
    );
    r.total();
    r.rule();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

pub fn taxi(studio: &mut Studio) -> Drawn {
    const RIDE: goods::Trade = goods::Trade {
        activities: &["Taxi"],
        goods: &[("Course", "", 900, 9800, Class::Middle)],
        quantity: (1, 1),
        fractional: false,
    };
    let mut deal = shop_of(studio, Lang::Fr, Country::Fr, RIDE, (1, 1));
    if studio.supplier.is_none() {
        deal.supplier.name = format!("Taxi {}", names::person(&mut studio.content));
    }
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.center(r.p.rng.clone().pick(&["NOTE", "FACTURE", "REÇU TAXI"]));
    r.stamp_line();
    let badge = format!("{}{}", r.p.rng.pick(&["Licence n° ", "ADS n° ", "Immat. "]), r.p.rng.digits(4));
    r.left(&[(&badge, None)]);
    let (km, from) = (r.p.rng.range(20, 480), names::party(r.p.rng, Country::Fr, Lang::Fr, "x").street);
    r.left(&[("Départ : ", None), (&from, None)]);
    let distance = format!("{} km", show::scaled(km, 1, r.p.look.numbers));
    r.pair("Distance", &distance, None, false, 1.0);
    r.rule();
    r.total();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

pub fn parking(studio: &mut Studio) -> Drawn {
    const PARK: goods::Trade = goods::Trade {
        activities: &["Parking", "Parcs Auto", "Stationnement"],
        goods: &[("Stationnement horaire", "", 180, 3800, Class::Normal)],
        quantity: (1, 1),
        fractional: false,
    };
    let country = if studio.content.chance(70) { Country::Fr } else { Country::Be };
    let deal = shop_of(studio, Lang::Fr, country, PARK, (1, 1));
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.center(r.p.rng.clone().pick(&["REÇU", "JUSTIFICATIF DE PAIEMENT", "QUITTANCE"]));
    r.stamp_line();
    let hour = r.p.rng.range(7, 15);
    let span = format!(
        "Entrée {hour:02}:{:02}   Sortie {:02}:{:02}",
        r.p.rng.range(0, 59),
        hour + r.p.rng.range(1, 7),
        r.p.rng.range(0, 59)
    );
    r.left(&[(&span, None)]);
    r.total();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

/// The slip of a card terminal: a proof of payment, not an invoice; it knows no VAT.
pub fn card_slip(studio: &mut Studio) -> Drawn {
    let country = if studio.content.chance(70) { Country::Fr } else { Country::Be };
    let mut deal = shop_of(studio, Lang::Fr, country, goods::SHOP, (1, 6));
    deal.kind = Kind::CardSlip;
    deal.pay = Some(Pay::Card);
    deal.card = Some(format!("{:04}", studio.content.range(0, 9999)));
    deal.lines.clear();
    deal.vat.clear();
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    let title = if country == Country::Fr {
        r.p.rng.pick(&["CARTE BANCAIRE", "CB", "CB EMV SANS CONTACT"])
    } else {
        r.p.rng.pick(&["BANCONTACT", "MAESTRO"])
    };
    r.center_field("", Field::Payment, title, true, 1.2);
    let aid = format!("A00000004{}", r.p.rng.digits(5));
    r.center(&aid);
    let date = r.p.date(deal.issue);
    let time = format!(
        " {} {:02}:{:02}:{:02}",
        r.p.rng.pick(&["à", "A", "-"]),
        r.p.rng.range(8, 21),
        r.p.rng.range(0, 59),
        r.p.rng.range(0, 59)
    );
    r.left(&[("LE ", None), (&date, Some(Field::IssueDate)), (&time, None)]);
    let s = deal.supplier.clone();
    let name = s.name.to_uppercase();
    r.left(&[(&name, Some(Field::SupplierName))]);
    r.left(&[(&s.town().to_uppercase(), None)]);
    if let (Some(siret), true) = (s.siret.as_ref(), r.p.rng.chance(50)) {
        r.left(&[(siret, Some(Field::SupplierSiret))]);
    }
    let card = deal.card.clone().unwrap_or_default();
    r.left(&[("############", None), (&card, Some(Field::Card))]);
    let auto = format!("AUTO : {}  No TRANS : {}", r.p.rng.digits(6), r.p.rng.digits(3));
    r.left(&[(&auto, None)]);
    r.left(&[("MONTANT REEL =", None)]);
    let amount = show::money(deal.ttc, "EUR", r.p.look.numbers, Money::CodeAfter);
    r.center_field("", Field::TotalTtc, &amount, true, 1.4);
    r.center(r.p.rng.clone().pick(&["DEBIT", "TRANSACTION ACCEPTEE", "PAIEMENT ACCEPTÉ"]));
    r.center("TICKET CLIENT");
    r.center("A CONSERVER");
    r.done(false, &deal)
}
