//! Which column holds what.

use liasse_domain::AccountCode;

use super::Cell;
use crate::text::fold;

/// What a column of a chart holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartColumn {
    /// Account number.
    Code,
    /// Label.
    Label,
    /// Counterpart of a VAT account (CPT1).
    Counterpart,
    /// VAT rate.
    Rate,
    /// Collective account of an auxiliary one.
    Collective,
    /// Supplier or customer.
    Kind,
    /// SIREN or SIRET.
    Company,
    /// VAT number.
    VatNumber,
    /// IBAN.
    Iban,
}

impl ChartColumn {
    /// Stable name; screens translate it.
    pub fn name(self) -> &'static str {
        match self {
            ChartColumn::Code => "code",
            ChartColumn::Label => "label",
            ChartColumn::Counterpart => "counterpart",
            ChartColumn::Rate => "rate",
            ChartColumn::Collective => "collective",
            ChartColumn::Kind => "kind",
            ChartColumn::Company => "company",
            ChartColumn::VatNumber => "vat_number",
            ChartColumn::Iban => "iban",
        }
    }

    /// The column under a heading: as French, Belgian and English software writes it, accents, case and signs apart.
    fn of_heading(heading: &str) -> Option<ChartColumn> {
        Some(match fold(heading).as_str() {
            "compte" | "comptes" | "numcompte" | "numerocompte" | "numerodecompte" | "nocompte"
            | "ncompte" | "numero" | "num" | "code" | "codecompte" | "comptenum" | "comptegeneral"
            | "numerocpt" | "cpt" | "account" | "accountnumber" | "accountcode" | "accountno" | "number"
            | "rekening" | "rekeningnummer" | "rekeningnr" | "nummer" | "grootboekrekening"
            | "compauxnum" | "compteauxiliaire" | "codetiers" => ChartColumn::Code,
            "libelle" | "libelles" | "intitule" | "intituleducompte" | "intitulecompte"
            | "libelleducompte" | "libellecompte" | "comptelib" | "compteintitule" | "designation"
            | "nom" | "raisonsociale" | "name" | "label" | "accountname" | "description" | "omschrijving"
            | "benaming" | "naam" | "compauxlib" => ChartColumn::Label,
            "cpt1"
            | "contrepartie"
            | "comptecontrepartie"
            | "comptedecontrepartie"
            | "counterpart"
            | "tegenrekening" => ChartColumn::Counterpart,
            "taux" | "tauxtva" | "tauxdetva" | "txtva" | "tva" | "rate" | "vatrate" | "btw" | "btwtarief"
            | "btwpercentage" => ChartColumn::Rate,
            "collectif"
            | "comptecollectif"
            | "centralisateur"
            | "comptecentralisateur"
            | "comptederattachement"
            | "collective"
            | "verzamelrekening"
            | "controlaccount" => ChartColumn::Collective,
            "type" | "nature" | "typedecompte" | "typecompte" | "typetiers" | "typedetiers" | "kind"
            | "soort" => ChartColumn::Kind,
            "siren" | "siret" | "nsiren" | "nsiret" | "numerosiren" | "numerosiret" => ChartColumn::Company,
            "tvaintracom"
            | "tvaintracommunautaire"
            | "numerotva"
            | "numerodetva"
            | "ntva"
            | "notva"
            | "ntvaintracommunautaire"
            | "ntvaintracom"
            | "vatnumber"
            | "btwnummer"
            | "ondernemingsnummer" => ChartColumn::VatNumber,
            "iban" => ChartColumn::Iban,
            _ => return None,
        })
    }
}

/// The columns of a table, and the number of rows before its first account.
pub(super) struct Columns {
    places: Vec<(ChartColumn, usize, String)>,
    pub(super) before: usize,
}

/// How many rows are looked at for headings: titles, dates and the firm's name stand above them.
const MOST_ABOVE: usize = 30;

impl Columns {
    /// The columns by their headings, else by what they hold.
    pub(super) fn find(rows: &[(u32, Vec<Cell>)]) -> Option<Columns> {
        by_headings(rows).or_else(|| by_content(rows))
    }

    pub(super) fn place(&self, column: ChartColumn) -> Option<usize> {
        self.places.iter().find(|(own, ..)| *own == column).map(|(_, place, _)| *place)
    }

    pub(super) fn named(self) -> Vec<(ChartColumn, String)> {
        self.places.into_iter().map(|(column, _, heading)| (column, heading)).collect()
    }
}

fn by_headings(rows: &[(u32, Vec<Cell>)]) -> Option<Columns> {
    rows.iter().take(MOST_ABOVE).enumerate().find_map(|(at, (_, cells))| {
        let mut places: Vec<(ChartColumn, usize, String)> = Vec::new();
        for (place, cell) in cells.iter().enumerate() {
            let Some(column) = ChartColumn::of_heading(&cell.text) else { continue };
            // The first of two columns alike: what follows are details of the same.
            if places.iter().all(|(own, ..)| *own != column) {
                places.push((column, place, cell.text.trim().to_owned()));
            }
        }
        let has = |wanted: ChartColumn| places.iter().any(|(own, ..)| *own == wanted);
        (has(ChartColumn::Code) && has(ChartColumn::Label)).then_some(Columns { places, before: at + 1 })
    })
}

/// Where there are no headings: the first column of which most cells are account numbers, and the wordiest after it.
fn by_content(rows: &[(u32, Vec<Cell>)]) -> Option<Columns> {
    let sample: Vec<&Vec<Cell>> = rows.iter().map(|(_, cells)| cells).take(200).collect();
    let width = sample.iter().map(|cells| cells.len()).max().unwrap_or(0);
    let share = |place: usize, test: &dyn Fn(&str) -> bool| {
        let filled: Vec<&str> = sample
            .iter()
            .filter_map(|cells| cells.get(place))
            .map(|cell| cell.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let right = filled.iter().filter(|text| test(text)).count();
        if filled.is_empty() { 0 } else { right * 100 / filled.len() }
    };
    let code = (0..width).find(|place| share(*place, &is_account) >= 80)?;
    let label = (0..width)
        .filter(|place| *place != code)
        .map(|place| (share(place, &|text| text.chars().filter(|c| c.is_alphabetic()).count() >= 3), place))
        .filter(|(share, _)| *share >= 60)
        .max_by_key(|(share, place)| (*share, std::cmp::Reverse(*place)))
        .map(|(_, place)| place)?;
    let places = vec![(ChartColumn::Code, code, String::new()), (ChartColumn::Label, label, String::new())];
    Some(Columns { places, before: 0 })
}

/// Whether a text looks like an account: it begins with a class (1 to 7), or a letter of auxiliaries, and has digits.
fn is_account(text: &str) -> bool {
    let lawful = text.parse::<AccountCode>().is_ok();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    lawful && digits >= 2 && !text.starts_with(['8', '9', '0'])
}
