//! Who the sample bakery deals with.

use super::party;
use crate::goods::{self, Class, Trade};
use crate::layouts::plan::Twist;
use crate::show::Lang;
use crate::truth::{Country, Party, Scheme};

const MILL: [Trade; 1] = [Trade {
    activities: &["Moulins"],
    goods: &[
        ("Farine T65 tradition sac 25 kg", "sac", 1790, 2390, Class::Food),
        ("Farine T55 sac 25 kg", "sac", 1590, 1990, Class::Food),
        ("Farine de seigle T130 sac 25 kg", "sac", 1890, 2490, Class::Food),
        ("Mélange céréales sac 10 kg", "sac", 1490, 1990, Class::Food),
        ("Levure fraîche 10 x 1 kg", "ct", 1890, 2490, Class::Food),
    ],
    quantity: (4, 40),
    fractional: false,
}];
const PACKAGING: [Trade; 1] = [Trade {
    activities: &["Emballages"],
    goods: &[
        ("Sachets baguette kraft x1000", "ct", 2890, 3690, Class::Normal),
        ("Boîtes pâtissières 20x20 x100", "ct", 2490, 3490, Class::Normal),
        ("Papier mousseline 10 kg", "paq", 2190, 2890, Class::Normal),
        ("Sacs kraft à poignées x250", "ct", 3290, 4590, Class::Normal),
    ],
    quantity: (1, 8),
    fractional: false,
}];
const CHOCOLATE: [Trade; 1] = [Trade {
    activities: &["Chocolaterie"],
    goods: &[
        ("Couverture noire 60 % 5 kg", "bl", 5290, 6490, Class::Food),
        ("Couverture lait 35 % 5 kg", "bl", 5090, 6190, Class::Food),
        ("Pralin noisette 50 % 5 kg", "seau", 5990, 7490, Class::Food),
    ],
    quantity: (2, 10),
    fractional: false,
}];
const COLD: [Trade; 1] = [Trade {
    activities: &["Froid"],
    goods: &[
        ("Dépannage chambre froide", "h", 6500, 8200, Class::Normal),
        ("Déplacement zone 1", "u", 3900, 5200, Class::Normal),
        ("Recharge fluide frigorigène R290", "kg", 5900, 8900, Class::Normal),
        ("Contrat d'entretien trimestriel", "u", 18_900, 24_900, Class::Normal),
    ],
    quantity: (1, 3),
    fractional: false,
}];
const FEES: [Trade; 1] = [goods::FEES];
const TELECOM: [Trade; 1] = [goods::TELECOM];
const GARAGE: [Trade; 1] = [goods::GARAGE];
const PRINTING: [Trade; 1] = [goods::PRINTING];
/// What the bakery itself sells to firms.
pub(super) const BREAD: [Trade; 1] = [Trade {
    activities: &["Boulangerie"],
    goods: &[
        ("Pains de table 400 g", "u", 190, 240, Class::Food),
        ("Baguettes tradition", "u", 95, 115, Class::Food),
        ("Viennoiseries assorties", "u", 85, 110, Class::Food),
        ("Plateau mignardises 50 pièces", "plateau", 4500, 5900, Class::Food),
        ("Pain surprise", "u", 3200, 3900, Class::Food),
    ],
    quantity: (5, 120),
    fractional: false,
}];

/// A supplier with an account in the books of 2025, or a new one.
#[derive(Debug, Clone)]
pub struct KnownSupplier {
    pub key: &'static str,
    pub party: Party,
    /// Auxiliary account in the FEC; `None` for a supplier met for the first time in 2026.
    pub auxiliary: Option<&'static str>,
    /// General account that its invoices were coded to in 2025.
    pub account: &'static str,
    pub account_label: &'static str,
    pub vat_account: &'static str,
    /// Invoices in 2025.
    pub invoices: i64,
    pub(super) layout: &'static str,
    pub(super) look: u64,
    pub(super) trades: &'static [Trade],
    pub(super) lines: (i64, i64),
    pub(super) scheme: Scheme,
    pub(super) twist: Twist,
}

/// The client file's own enterprise.
pub fn client() -> Party {
    Party {
        street: "14, rue des Fours".into(),
        postcode: "54000".into(),
        city: "Nancy".into(),
        ..party(1, Country::Fr, Lang::Fr, "Boulangerie Marchal", "SARL", "Boulangerie")
    }
}

pub(super) fn customers() -> Vec<Party> {
    vec![
        party(50, Country::Fr, Lang::Fr, "Hôtel des Tanneurs", "SAS", "Hôtel"),
        party(51, Country::Fr, Lang::Fr, "Traiteur Lhéritier", "EURL", "Traiteur"),
    ]
}

/// The suppliers of the sample papers.
pub fn suppliers() -> Vec<KnownSupplier> {
    let known = |key,
                 seed,
                 name: &str,
                 form: &str,
                 auxiliary,
                 account,
                 account_label,
                 invoices,
                 layout,
                 trades: &'static [Trade],
                 lines| KnownSupplier {
        key,
        party: party(seed, Country::Fr, Lang::Fr, name, form, name),
        auxiliary,
        account,
        account_label,
        vat_account: "445660",
        invoices,
        layout,
        look: seed,
        trades,
        lines,
        scheme: Scheme::Standard,
        twist: if key == "fees" { Twist::Outlays } else { Twist::None },
    };
    vec![
        known(
            "mill",
            2,
            "Moulins de la Seille",
            "SAS",
            Some("401MOULIN"),
            "601000",
            "Achats de matières premières",
            22,
            "wholesale_short",
            &MILL,
            (2, 5),
        ),
        known(
            "packaging",
            3,
            "Emballages Thiaucourt",
            "SARL",
            Some("401EMBALL"),
            "602600",
            "Emballages",
            9,
            "classic",
            &PACKAGING,
            (1, 4),
        ),
        known(
            "telecom",
            4,
            "Ardenne Télécom",
            "SA",
            Some("401ARDTEL"),
            "626000",
            "Frais postaux et de télécommunications",
            12,
            "banded",
            &TELECOM,
            (1, 4),
        ),
        known(
            "fees",
            5,
            "Cabinet Noiriel",
            "SELARL",
            Some("401NOIRIE"),
            "622600",
            "Honoraires",
            4,
            "side_column",
            &FEES,
            (1, 3),
        ),
        known(
            "garage",
            6,
            "Garage Thouvenel",
            "SARL",
            Some("401THOUVE"),
            "615500",
            "Entretien du matériel de transport",
            5,
            "ledger_program",
            &GARAGE,
            (2, 5),
        ),
        known(
            "cold",
            7,
            "Frigo Service Est",
            "SAS",
            Some("401FRIGO"),
            "615600",
            "Maintenance",
            4,
            "builder",
            &COLD,
            (2, 4),
        ),
        KnownSupplier {
            party: party(8, Country::Be, Lang::Fr, "Chocolaterie Van Acker", "SA", "Chocolaterie"),
            vat_account: "445662",
            scheme: Scheme::Intracom,
            ..known(
                "chocolate",
                8,
                "Chocolaterie Van Acker",
                "SA",
                Some("401VANACK"),
                "601000",
                "Achats de matières premières",
                5,
                "intracom_be",
                &CHOCOLATE,
                (2, 4),
            )
        },
        known(
            "printer",
            9,
            "Imprimerie Desgranges",
            "SARL",
            None,
            "623000",
            "Publicité, publications",
            0,
            "banded",
            &PRINTING,
            (1, 3),
        ),
    ]
}
