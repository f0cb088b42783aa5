//! The columns of a FEC.

use std::fmt;

use super::error::FecErrorKind;
use crate::text::fold;

macro_rules! columns {
    ($($name:ident),+ $(,)?) => {
        /// A column of art. A. 47 A-1 LPF, under its lawful name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the names are those of the law")]
        pub enum Column { $($name),+ }

        impl Column {
            pub(super) const ALL: &[Column] = &[$(Column::$name),+];
            /// The lawful name.
            pub const fn name(self) -> &'static str {
                match self { $(Column::$name => stringify!($name)),+ }
            }
        }
    };
}
columns! {
    JournalCode, JournalLib, EcritureNum, EcritureDate, CompteNum, CompteLib, CompAuxNum, CompAuxLib, PieceRef,
    PieceDate, EcritureLib, Debit, Credit, EcritureLet, DateLet, ValidDate, Montantdevise, Idevise, Montant, Sens,
    DateRglt, ModeRglt, NatOp, IdClient,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The columns that every form has, in the order of the law; the amounts are apart.
const COMMON: [Column; 16] = [
    Column::JournalCode,
    Column::JournalLib,
    Column::EcritureNum,
    Column::EcritureDate,
    Column::CompteNum,
    Column::CompteLib,
    Column::CompAuxNum,
    Column::CompAuxLib,
    Column::PieceRef,
    Column::PieceDate,
    Column::EcritureLib,
    Column::EcritureLet,
    Column::DateLet,
    Column::ValidDate,
    Column::Montantdevise,
    Column::Idevise,
];

/// Which of the lawful forms a FEC is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FecForm {
    /// 18 columns: commercial accounting.
    Commercial,
    /// 21 columns: farming profits in cash accounting (BA).
    FarmCash,
    /// 22 columns: professions in cash accounting (BNC).
    ProfessionCash,
}

/// Where each column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    places: [Option<u8>; Column::ALL.len()],
    /// Number of fields of a line.
    pub(super) width: usize,
    pub(super) separator: char,
    pub(super) form: FecForm,
    /// Whether amounts are Montant and Sens instead of Debit and Credit.
    pub(super) signed: bool,
    /// Names of columns that the law does not know.
    pub(super) unknown: Vec<String>,
}

impl Header {
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column as usize).copied().flatten().map(usize::from)
    }

    pub(super) fn read(line: &str) -> Result<Header, FecErrorKind> {
        let separator = match (line.matches('\t').count(), line.matches('|').count()) {
            (0, 0) => {
                let found = [';', ',', ':'].into_iter().find(|c| line.matches(*c).count() >= 10);
                return Err(FecErrorKind::Separator { found });
            }
            (tabs, bars) if tabs >= bars => '\t',
            _ => '|',
        };
        let names: Vec<&str> = line.split(separator).collect();
        // A separator after the last name makes an empty one.
        let width = names.iter().rposition(|name| !fold(name).is_empty()).map_or(0, |last| last + 1);
        let mut places = [None; Column::ALL.len()];
        let mut unknown = Vec::new();
        for (place, name) in names.iter().take(width).enumerate() {
            let folded = fold(name);
            let Some(column) = Column::ALL.iter().find(|column| fold(column.name()) == folded) else {
                unknown.push(name.trim().to_owned());
                continue;
            };
            let (Some(slot), Ok(place)) = (places.get_mut(*column as usize), u8::try_from(place)) else {
                continue;
            };
            if slot.replace(place).is_some() {
                return Err(FecErrorKind::RepeatedColumn { column: *column });
            }
        }
        let has = |column: Column| places.get(column as usize).is_some_and(Option::is_some);
        let signed =
            (has(Column::Montant) || has(Column::Sens)) && !(has(Column::Debit) && has(Column::Credit));
        let amounts = if signed { [Column::Montant, Column::Sens] } else { [Column::Debit, Column::Credit] };
        let names = COMMON
            .iter()
            .chain(&amounts)
            .filter(|column| !has(**column))
            .map(|c| c.name())
            .collect::<Vec<_>>();
        if !names.is_empty() {
            return Err(FecErrorKind::MissingColumns { names });
        }
        let cash = [Column::DateRglt, Column::ModeRglt, Column::NatOp].iter().all(|column| has(*column));
        let form = match (cash, has(Column::IdClient)) {
            (true, true) => FecForm::ProfessionCash,
            (true, false) => FecForm::FarmCash,
            _ => FecForm::Commercial,
        };
        Ok(Header { places, width, separator, form, signed, unknown })
    }
}
