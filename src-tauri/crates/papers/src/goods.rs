//! What trades sell: descriptions, units, price ranges in cents, and the class of VAT rate.

use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Line};

/// Class of VAT rate, which each country turns into its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Class {
    #[default]
    Normal,
    /// FR 10, BE 12
    Middle,
    /// FR 5.5, BE 6
    Food,
    /// FR 2.1, BE 0
    Press,
    /// FR 2.1, BE 6
    Medicine,
}

/// Lawful rates, in basis points (FR: art. 278 to 281 nonies CGI; BE: A.R. n° 20; NL, DE, GB, LU: national rates of 2026).
pub fn rate(country: Country, class: Class) -> i64 {
    match (country, class) {
        (Country::Fr, Class::Normal) => 2000,
        (Country::Fr, Class::Middle) => 1000,
        (Country::Fr, Class::Food) => 550,
        (Country::Fr, Class::Press | Class::Medicine) => 210,
        (Country::Be, Class::Normal) => 2100,
        (Country::Be, Class::Middle) => 1200,
        (Country::Be, Class::Food | Class::Medicine) => 600,
        (Country::Be | Country::Gb, Class::Press) => 0,
        (Country::Nl, Class::Normal) => 2100,
        (Country::Nl, _) => 900,
        (Country::De, Class::Normal) => 1900,
        (Country::De, _) => 700,
        (Country::Gb, Class::Normal) => 2000,
        (Country::Gb, _) => 500,
        (Country::Lu, Class::Normal) => 1700,
        (Country::Lu, Class::Middle) => 1400,
        (Country::Lu, Class::Food) => 800,
        (Country::Lu, Class::Press | Class::Medicine) => 300,
    }
}

type Good = (&'static str, &'static str, i64, i64, Class);

/// A trade: its word in a firm's name and what it sells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trade {
    pub activities: &'static [&'static str],
    pub goods: &'static [Good],
    /// Quantities from, to.
    pub quantity: (i64, i64),
    /// Quantities with decimals (hours, metres, kilos).
    pub fractional: bool,
}

use Class::{Food, Medicine, Middle, Normal, Press};

macro_rules! trade {
    ($name:ident, [$($a:literal),*], $q:expr, $f:expr, [$($g:expr),* $(,)?]) => {
        pub const $name: Trade = Trade { activities: &[$($a),*], goods: &[$($g),*], quantity: $q, fractional: $f };
    };
}

trade!(
    OFFICE,
    ["Bureautique", "Papeterie", "Fournitures", "Burotique"],
    (1, 20),
    false,
    [
        ("Ramette papier A4 80 g", "paq", 420, 690, Normal),
        ("Cartouche toner noir", "u", 4900, 13900, Normal),
        ("Classeur à levier dos 8 cm", "u", 190, 450, Normal),
        ("Chemises cartonnées (lot 50)", "lot", 890, 1690, Normal),
        ("Fauteuil opérateur", "u", 11900, 34900, Normal),
        ("Stylos bille bleu x50", "bte", 890, 1590, Normal),
        ("Enveloppes DL x500", "bte", 1490, 2990, Normal),
        ("Écran 24 pouces", "u", 11900, 21900, Normal),
        ("Étiquettes adhésives 70x37", "paq", 790, 1490, Normal),
    ]
);
trade!(
    IT,
    ["Informatique", "Systèmes", "Numérique", "Digital"],
    (1, 8),
    false,
    [
        ("Maintenance parc informatique - forfait mensuel", "mois", 9000, 69000, Normal),
        ("Licence bureautique annuelle", "u", 9900, 18900, Normal),
        ("Intervention sur site", "h", 6500, 9900, Normal),
        ("Disque SSD 1 To", "u", 6900, 12900, Normal),
        ("Ordinateur portable 15\"", "u", 69900, 139900, Normal),
        ("Sauvegarde externalisée 500 Go", "mois", 2900, 5900, Normal),
        ("Paramétrage pare-feu", "forfait", 19000, 49000, Normal),
        ("Hébergement serveur dédié", "mois", 4900, 15900, Normal),
    ]
);
trade!(
    GROCERY,
    ["Primeurs", "Alimentaire", "Distribution", "Marée", "Épicerie"],
    (1, 30),
    false,
    [
        ("Farine T65 sac 25 kg", "sac", 1690, 2890, Food),
        ("Beurre doux 82% plaque 1 kg", "kg", 690, 1090, Food),
        ("Sucre semoule 10 kg", "sac", 990, 1690, Food),
        ("Œufs plein air x180", "ct", 2890, 4690, Food),
        ("Crème liquide 35% 1 L", "l", 390, 590, Food),
        ("Chocolat noir 58% 5 kg", "ct", 4490, 7990, Food),
        ("Pommes Gala cat. I", "kg", 180, 340, Food),
        ("Huile de tournesol 5 L", "bid", 990, 1690, Food),
        ("Film alimentaire 300 m", "u", 890, 1690, Normal),
        ("Détergent multi-usages 5 L", "bid", 990, 2190, Normal),
        ("Vin rouge IGP 75 cl", "btl", 390, 990, Normal),
        ("Levure boulangère 500 g", "u", 140, 290, Food),
    ]
);
trade!(
    BUILDING,
    ["Bâtiment", "Rénovation", "Maçonnerie", "Plomberie", "Électricité", "Menuiserie", "Couverture"],
    (1, 40),
    true,
    [
        ("Dépose ancien revêtement de sol", "m²", 900, 2200, Middle),
        ("Fourniture et pose parquet chêne", "m²", 4900, 8900, Middle),
        ("Peinture acrylique deux couches", "m²", 1400, 2900, Middle),
        ("Isolation laine de bois 145 mm", "m²", 3200, 5900, Food),
        ("Remplacement tableau électrique", "ens", 69000, 145000, Middle),
        ("Pose menuiserie PVC double vitrage", "u", 29000, 69000, Food),
        ("Évacuation des gravats", "forf", 12000, 45000, Normal),
        ("Enduit de façade gratté fin", "m²", 3200, 5600, Middle),
        ("Raccordement évier inox", "u", 14000, 29000, Middle),
        ("Échafaudage - location semaine", "sem", 19000, 49000, Normal),
    ]
);
trade!(
    TRANSPORT,
    ["Transports", "Messagerie", "Logistique"],
    (1, 15),
    false,
    [
        ("Palette 80x120 Nancy - Lyon", "pal", 6900, 14900, Normal),
        ("Transport frigorifique 3,5 T", "tour", 19000, 42000, Normal),
        ("Surcharge gazole", "u", 400, 2900, Normal),
        ("Livraison hayon", "u", 2900, 5900, Normal),
        ("Affrètement semi complet", "trajet", 59000, 129000, Normal),
        ("Stockage emplacement palette", "mois", 700, 1500, Normal),
        ("Colis express avant 10 h", "colis", 1490, 3990, Normal),
    ]
);
trade!(
    CLEANING,
    ["Propreté", "Nettoyage", "Hygiène", "Multiservices"],
    (1, 30),
    true,
    [
        ("Entretien des bureaux", "h", 2400, 3200, Normal),
        ("Nettoyage vitrerie", "m²", 180, 420, Normal),
        ("Forfait mensuel parties communes", "mois", 18000, 62000, Normal),
        ("Consommables sanitaires", "lot", 2900, 8900, Normal),
        ("Remise en état après travaux", "forf", 29000, 89000, Normal),
        ("Sacs poubelle 110 L x200", "ct", 1990, 3990, Normal),
    ]
);
trade!(
    PRINTING,
    ["Imprimerie", "Signalétique", "Communication", "Studio"],
    (1, 6),
    false,
    [
        ("Flyers A5 quadri recto verso x1000", "lot", 7900, 14900, Normal),
        ("Cartes de visite 350 g x500", "lot", 3900, 7900, Normal),
        ("Bâche PVC 3x1 m", "u", 6900, 14900, Normal),
        ("Livre broché 120 p.", "ex", 600, 1400, Food),
        ("Création maquette", "forf", 19000, 59000, Normal),
        ("Roll-up 85x200", "u", 7900, 15900, Normal),
        ("Affiches A3 x100", "lot", 5900, 11900, Normal),
    ]
);
trade!(
    FEES,
    ["Conseil", "Avocats", "Expertise", "Associés", "Ingénierie"],
    (1, 12),
    true,
    [
        ("Honoraires de conseil juridique", "h", 15000, 29000, Normal),
        ("Rédaction d'actes", "forf", 35000, 120000, Normal),
        ("Établissement des comptes annuels", "forf", 90000, 290000, Normal),
        ("Mission sociale - bulletins de paie", "u", 1700, 2900, Normal),
        ("Assistance à assemblée générale", "forf", 25000, 69000, Normal),
        ("Étude de faisabilité", "jour", 59000, 98000, Normal),
        ("Consultation", "u", 12000, 24000, Normal),
        ("Déclarations de TVA trimestrielles", "u", 9000, 21000, Normal),
    ]
);
trade!(
    TELECOM,
    ["Télécom", "Mobile", "Réseaux", "Fibre"],
    (1, 6),
    false,
    [
        ("Abonnement Fibre Entreprise", "mois", 2990, 6990, Normal),
        ("Forfait mobile illimité 5G", "ligne", 1290, 3490, Normal),
        ("Location box", "mois", 300, 900, Normal),
        ("Communications hors forfait", "u", 50, 2500, Normal),
        ("Option numéros spéciaux", "mois", 200, 900, Normal),
        ("Carte SIM supplémentaire", "u", 500, 1500, Normal),
        ("Standard virtuel 5 postes", "mois", 3900, 8900, Normal),
    ]
);
trade!(
    DRINKS,
    ["Boissons", "Cave", "Brasserie", "Distribution"],
    (1, 16),
    false,
    [
        ("Bière pils fût 30 L", "fût", 6900, 9900, Normal),
        ("Bière d'abbaye 24x33 cl", "cs", 2490, 3990, Normal),
        ("Eau gazeuse 12x1 L verre", "cs", 690, 1290, Food),
        ("Jus de pomme 6x1 L", "ct", 990, 1890, Food),
        ("Limonade artisanale 20x33 cl", "cs", 1590, 2490, Food),
        ("Crémant brut 6x75 cl", "ct", 3900, 6900, Normal),
        ("Café grains 1 kg", "kg", 1290, 2490, Food),
        ("Sirop de citron 70 cl", "btl", 490, 890, Food),
    ]
);
trade!(
    CAFE,
    ["Brasserie", "Bistrot", "Café", "Restaurant", "Crêperie"],
    (1, 4),
    false,
    [
        ("Plat du jour", "", 1250, 1890, Middle),
        ("Formule midi", "", 1590, 2290, Middle),
        ("Entrecôte frites", "", 1890, 2690, Middle),
        ("Salade chèvre chaud", "", 1190, 1690, Middle),
        ("Café", "", 180, 320, Middle),
        ("Eau minérale 50 cl", "", 290, 490, Middle),
        ("Verre de vin", "", 390, 690, Normal),
        ("Bière pression 25 cl", "", 350, 550, Normal),
        ("Crème brûlée", "", 650, 890, Middle),
        ("Tarte du jour", "", 590, 850, Middle),
        ("Kir", "", 450, 650, Normal),
    ]
);
trade!(
    SHOP,
    ["Supermarché", "Marché", "Épicerie", "Bazar", "Comptoir"],
    (1, 4),
    false,
    [
        ("LAIT 1/2 ECR 6X1L", "", 549, 799, Food),
        ("CAFE MOULU 250G", "", 289, 549, Food),
        ("PAPIER HYG X12", "", 399, 899, Normal),
        ("EPONGES X3", "", 149, 349, Normal),
        ("BISCUITS 200G", "", 129, 319, Food),
        ("AMPOULE LED E27", "", 299, 799, Normal),
        ("SACS POUB 30L", "", 199, 449, Normal),
        ("EAU SOURCE 6X1.5", "", 129, 299, Food),
        ("VIN BLC AOP 75CL", "", 499, 1199, Normal),
        ("SUCRE 1KG", "", 119, 199, Food),
        ("JOURNAL", "", 150, 320, Press),
    ]
);
trade!(
    HARDWARE,
    ["Quincaillerie", "Bricolage", "Matériaux", "Outillage"],
    (1, 12),
    false,
    [
        ("Vis inox 4x40 boîte de 200", "bte", 690, 1690, Normal),
        ("Mastic silicone blanc 310 ml", "u", 390, 890, Normal),
        ("Perceuse visseuse 18 V", "u", 8900, 18900, Normal),
        ("Disque à tronçonner 125 mm", "u", 190, 590, Normal),
        ("Gants de manutention T9", "paire", 290, 790, Normal),
        ("Câble U1000 R2V 3G2,5 (m)", "m", 110, 240, Normal),
        ("Peinture façade 10 L", "u", 4900, 9900, Normal),
        ("Sac de ciment 35 kg", "sac", 690, 1190, Normal),
    ]
);
trade!(
    GARAGE,
    ["Garage", "Automobiles", "Carrosserie", "Pneus"],
    (1, 4),
    true,
    [
        ("Main d'œuvre mécanique T1", "h", 5900, 8900, Normal),
        ("Filtre à huile", "u", 900, 2400, Normal),
        ("Huile moteur 5W30", "l", 990, 1890, Normal),
        ("Plaquettes de frein AV", "jeu", 3900, 9900, Normal),
        ("Pneu 205/55 R16", "u", 6900, 13900, Normal),
        ("Équilibrage", "u", 900, 1900, Normal),
        ("Contrôle géométrie", "u", 5900, 9900, Normal),
    ]
);
trade!(
    HIRE,
    ["Location", "Matériel", "Nacelles", "Événements"],
    (1, 10),
    false,
    [
        ("Location mini-pelle 1,8 T", "jour", 11900, 19900, Normal),
        ("Location nacelle 12 m", "jour", 13900, 24900, Normal),
        ("Transport aller-retour", "u", 6900, 14900, Normal),
        ("Assurance bris de machine", "u", 900, 2900, Normal),
        ("Carburant", "l", 180, 230, Normal),
    ]
);
trade!(
    HOTEL,
    ["Hôtel", "Auberge", "Résidence"],
    (1, 4),
    false,
    [
        ("Nuitée chambre double", "nuit", 7900, 14900, Middle),
        ("Petit déjeuner", "u", 900, 1690, Middle),
        ("Dîner restaurant", "u", 2290, 3890, Middle),
        ("Parking", "nuit", 800, 1800, Normal),
        ("Bar", "u", 400, 1900, Normal),
    ]
);
trade!(
    HEALTH,
    ["Pharma", "Médical", "Santé"],
    (1, 10),
    false,
    [
        ("Paracétamol 1 g x8", "bte", 110, 220, Medicine),
        ("Gel hydroalcoolique 500 ml", "u", 390, 790, Normal),
        ("Gants nitrile x100", "bte", 690, 1390, Normal),
        ("Compresses stériles x50", "bte", 390, 890, Normal),
        ("Complément nutritionnel", "u", 990, 2190, Food),
    ]
);
trade!(
    OFFICE_NL,
    ["Kantoor", "Groothandel", "Handel", "Kantoorartikelen"],
    (1, 20),
    false,
    [
        ("Kopieerpapier A4 80 g", "pak", 420, 690, Normal),
        ("Toner zwart", "st", 4900, 12900, Normal),
        ("Ordner 8 cm", "st", 190, 420, Normal),
        ("Bureaustoel ergonomisch", "st", 12900, 34900, Normal),
        ("Notitieboek A5", "st", 290, 690, Normal),
        ("Koffiebonen 1 kg", "kg", 1290, 2290, Food),
        ("Papieren zakken x500", "doos", 2900, 5900, Normal),
    ]
);
trade!(
    BUILDING_NL,
    ["Bouw", "Schilderwerken", "Elektro", "Loodgieterij", "Schrijnwerkerij"],
    (1, 30),
    true,
    [
        ("Werkuren technieker", "u", 4500, 6900, Normal),
        ("Levering en plaatsing gipsplaten", "m²", 2900, 5200, Normal),
        ("Schilderwerk binnenmuren", "m²", 1200, 2500, Food),
        ("Verplaatsingskosten", "st", 2500, 6500, Normal),
        ("Vervangen circulatiepomp", "st", 24900, 48900, Food),
        ("Klein materiaal", "forf", 1500, 9900, Normal),
    ]
);
trade!(
    FOOD_NL,
    ["Voeding", "Groenten & Fruit", "Slagerij", "Horeca"],
    (1, 24),
    false,
    [
        ("Tomaten tros 5 kg", "kist", 690, 1290, Food),
        ("Rundgehakt", "kg", 790, 1290, Food),
        ("Roomboter 5 kg", "st", 3490, 4990, Food),
        ("Frituurolie 10 L", "st", 1890, 2990, Food),
        ("Servetten x500", "pak", 890, 1890, Normal),
        ("Bier 24x25 cl", "bak", 1590, 2490, Normal),
    ]
);
trade!(
    CAFE_NL,
    ["Café", "Brasserie", "Taverne", "Eethuis"],
    (1, 4),
    false,
    [
        ("Dagschotel", "", 1450, 2190, Middle),
        ("Spaghetti", "", 1290, 1790, Middle),
        ("Steak friet", "", 2190, 2890, Middle),
        ("Koffie", "", 260, 380, Normal),
        ("Pintje", "", 260, 380, Normal),
        ("Spuitwater", "", 260, 350, Normal),
        ("IJscoupe", "", 690, 990, Middle),
        ("Garnaalkroketten", "", 1690, 2290, Middle),
    ]
);
trade!(
    INDUSTRY_DE,
    ["Maschinenbau", "Technik", "Werkzeuge", "Großhandel"],
    (1, 12),
    false,
    [
        ("Hydraulikschlauch DN 12", "Stk", 1900, 4900, Normal),
        ("Dichtungssatz", "Satz", 900, 3900, Normal),
        ("Montagestunde", "Std", 6900, 9900, Normal),
        ("Kugellager 6204", "Stk", 400, 1200, Normal),
        ("Steuerungsmodul", "Stk", 24900, 89900, Normal),
        ("Verpackung und Versand", "psch", 1500, 6900, Normal),
    ]
);
trade!(
    SAAS_EN,
    ["Software", "Cloud", "Analytics", "Labs"],
    (1, 20),
    false,
    [
        ("Team plan - per seat", "seat", 900, 2900, Normal),
        ("API usage (1M calls)", "u", 1200, 8900, Normal),
        ("Premium support", "month", 4900, 24900, Normal),
        ("Onboarding workshop", "day", 49000, 98000, Normal),
        ("Storage add-on 500 GB", "u", 900, 3900, Normal),
        ("Domain renewal", "year", 1200, 3900, Normal),
    ]
);

/// French trades that invoice other firms.
pub const TRADES_FR: [Trade; 14] = [
    OFFICE, IT, GROCERY, TRANSPORT, CLEANING, PRINTING, FEES, DRINKS, HARDWARE, GARAGE, HIRE, HEALTH, HOTEL,
    BUILDING,
];

pub fn trade_of(rng: &mut Rng, lang: Lang) -> Trade {
    match lang {
        Lang::Fr => rng.pick(&TRADES_FR),
        Lang::Nl => rng.pick(&[OFFICE_NL, BUILDING_NL, FOOD_NL]),
        Lang::De => INDUSTRY_DE,
        Lang::En => SAAS_EN,
    }
}

/// Half up, as invoices round.
pub fn divide(value: i64, by: i64) -> i64 {
    let half = by / 2;
    if value >= 0 { (value + half) / by } else { -((-value + half) / by) }
}

/// Draws a line of a trade at the country's rates.
pub fn line(rng: &mut Rng, trade: &Trade, country: Country, rebates: bool) -> Line {
    let (text, unit, low, high, class) = rng.pick(trade.goods);
    let whole = rng.range(trade.quantity.0, trade.quantity.1);
    let cheap = if high > 30_000 { whole.min(3) } else { whole };
    let quantity = if trade.fractional && rng.chance(45) {
        cheap * 1000 + rng.pick(&[250, 500, 750, 500, 400, 120])
    } else {
        cheap * 1000
    };
    let price = rng.range(low, high) * 10;
    let rebate = if rebates && rng.chance(35) { rng.pick(&[500, 1000, 1500, 2000, 250]) } else { 0 };
    let gross = quantity * price;
    let amount = divide(gross * (10_000 - rebate), 10_000 * 10_000);
    Line {
        reference: match rng.range(0, 2) {
            0 => format!("{}{}", rng.letters(2), rng.digits(4)),
            1 => rng.digits(6),
            _ => format!("{}-{}", rng.letters(3), rng.digits(3)),
        },
        text: text.to_owned(),
        quantity,
        unit: unit.to_owned(),
        price,
        rebate,
        amount,
        rate: rate(country, class),
    }
}
