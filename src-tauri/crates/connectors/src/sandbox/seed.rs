//! The fictitious firm that the sandbox plays: its credentials, folders and charts.

use crate::JournalKind;

/// What the firm's administrator would copy from Sage GE.
pub const ENTITY: &str = "ENT-0001";
/// SIREN of the firm.
pub const FIRM: &str = "900000019";
/// Our application's identifier here.
pub const APPLICATION: &str = "0192d3c4-0000-7000-8000-000000000001";
/// Client id of Sage GE; user name of MEG.
pub const CLIENT: &str = "liasse-sandbox";
/// Secret of Sage GE; password of MEG.
pub const SECRET: &str = "sandbox-secret";
/// Currencies that the folders accept.
pub const CURRENCIES: &[&str] = &["EUR", "GBP"];
/// Countries of third parties that the folders accept.
pub const COUNTRIES: &[&str] = &["FR", "BE", "LU", "DE", "ES", "IT", "NL", "PT", "IE", "GB"];
/// Exercises: first day, last day, closed.
pub const EXERCISES: &[(&str, &str, bool)] = &[
    ("2022-01-01", "2022-12-31", true),
    ("2023-01-01", "2023-12-31", false),
    ("2024-01-01", "2024-12-31", false),
    ("2025-01-01", "2025-12-31", false),
    ("2026-01-01", "2026-12-31", false),
    ("2027-01-01", "2027-12-31", false),
];
/// Journals.
pub const JOURNALS: &[(&str, &str, JournalKind)] = &[
    ("ACH", "Achats", JournalKind::Purchases),
    ("VTE", "Ventes", JournalKind::Sales),
    ("BQ", "Banque", JournalKind::Bank),
    ("OD", "Opérations diverses", JournalKind::General),
];

/// A folder.
pub struct Folder {
    pub id: &'static str,
    pub label: &'static str,
    pub siren: &'static str,
    pub siret: &'static str,
    /// GE: activated; MEG: Premium.
    pub open: bool,
}

/// The folders of both systems.
pub const FOLDERS: &[Folder] = &[
    Folder {
        id: "DOS001",
        label: "Boulangerie du Pont",
        siren: "900000027",
        siret: "90000002700013",
        open: true,
    },
    Folder {
        id: "DOS002",
        label: "Garage des Tilleuls",
        siren: "900000035",
        siret: "90000003500016",
        open: true,
    },
    Folder { id: "DOS003", label: "SCI du Lavoir", siren: "900000043", siret: "90000004300019", open: false },
];

/// The chart: number, label, column CPT1.
pub const CHART: &[(&str, &str, Option<&str>)] = &[
    ("101000", "Capital", None),
    ("164000", "Emprunts auprès des établissements de crédit", None),
    ("205000", "Logiciels", None),
    ("215400", "Matériel industriel", None),
    ("218200", "Matériel de transport", None),
    ("218300", "Matériel de bureau et informatique", None),
    ("401000", "Fournisseurs", None),
    ("404000", "Fournisseurs d'immobilisations", None),
    ("409600", "Fournisseurs - Créances pour emballages à rendre", None),
    ("411000", "Clients", None),
    ("421000", "Personnel - Rémunérations dues", None),
    ("445200", "TVA due intracommunautaire 20 %", None),
    ("445210", "TVA due autoliquidée 10 %", None),
    ("445510", "TVA à décaisser", None),
    ("445620", "TVA sur immobilisations 20 %", None),
    ("445660", "TVA déductible sur achats", None),
    ("445661", "TVA déductible 10 %", None),
    ("445662", "TVA déductible 5,5 %", None),
    ("445663", "TVA déductible 2,1 %", None),
    ("445664", "TVA intracommunautaire 20 %", Some("445200")),
    ("445665", "TVA autoliquidée 10 %", Some("445210")),
    ("445670", "Crédit de TVA à reporter", None),
    ("445710", "TVA collectée", None),
    ("445711", "TVA collectée 10 %", None),
    ("445712", "TVA collectée 5,5 %", None),
    ("512000", "Banque", None),
    ("530000", "Caisse", None),
    ("601000", "Achats de matières premières", None),
    ("606100", "Eau, gaz, électricité", None),
    ("606300", "Fournitures d'entretien et petit équipement", None),
    ("606400", "Fournitures administratives", None),
    ("607000", "Achats de marchandises", None),
    ("611000", "Sous-traitance générale", None),
    ("612200", "Crédit-bail mobilier", None),
    ("613200", "Locations immobilières", None),
    ("615000", "Entretien et réparations", None),
    ("616000", "Primes d'assurance", None),
    ("622600", "Honoraires", None),
    ("623000", "Publicité", None),
    ("624100", "Transports sur achats", None),
    ("625100", "Voyages et déplacements", None),
    ("625700", "Réceptions", None),
    ("626000", "Frais postaux et de télécommunications", None),
    ("627000", "Services bancaires", None),
    ("641100", "Salaires", None),
    ("651000", "Redevances pour licences", None),
    ("701000", "Ventes de produits finis", None),
    ("706000", "Prestations de services", None),
    ("707000", "Ventes de marchandises", None),
];

/// A third party.
pub struct ThirdParty {
    pub supplier: bool,
    pub account: &'static str,
    pub name: &'static str,
    pub country: &'static str,
}

/// The third parties of every folder.
pub const THIRD_PARTIES: &[ThirdParty] = &[
    ThirdParty { supplier: true, account: "401MINOTERIE", name: "Minoterie du Val", country: "FR" },
    ThirdParty { supplier: true, account: "401PAPETERIE", name: "Papeterie des Arcades", country: "FR" },
    ThirdParty { supplier: true, account: "401BRUXELLES", name: "Outillage de Bruxelles SRL", country: "BE" },
    ThirdParty { supplier: false, account: "411MAIRIE", name: "Mairie de Saint-Aubin", country: "FR" },
];

/// Payment methods of both systems: identifier, name, reference.
pub const PAYMENT_METHODS: &[(&str, &str, Option<&str>)] = &[
    ("PM-1", "Paiement Pro (4417)", Some("4417")),
    ("PM-2", "Prélèvement", None),
    ("PM-3", "Espèces", None),
];

/// MEG's markers: marker, label, account, rate in hundredths of a percent.
pub const MARKERS: &[(&str, &str, &str, u16)] = &[
    ("TVA20", "TVA déductible 20 %", "445660", 2000),
    ("TVA10", "TVA déductible 10 %", "445661", 1000),
    ("TVA55", "TVA déductible 5,5 %", "445662", 550),
    ("TVA21", "TVA déductible 2,1 %", "445663", 210),
    ("SANS", "Pas de TVA", "", 0),
];

/// Who sends invoices over the platform: name, SIREN, VAT number.
pub struct ESupplier {
    pub name: &'static str,
    pub siren: &'static str,
    pub vat_number: &'static str,
}

/// The supplier whose invoices come over the platform.
pub const E_SUPPLIER: ESupplier =
    ESupplier { name: "Minoterie du Val", siren: "900000050", vat_number: "FR21900000050" };
