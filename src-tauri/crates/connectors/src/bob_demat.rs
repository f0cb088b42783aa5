//! Sage BOB 50 Demat: an e-invoice is dropped as a file into `<root>/<code>/achats|ventes`, where BOB takes it
//! (`docs/connectors/bob-demat.md`).

use std::path::PathBuf;

use crate::folder::Place;

/// Our sign in a root that BOB watches.
const SIGN: &str = ".liasse-bob";

/// Names of the folders under a client file's folder: a convention between sender and BOB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubFolders {
    /// Achats.
    pub purchases: String,
    /// Ventes.
    pub sales: String,
    /// Divers: what is neither an invoice nor a credit note.
    pub sundry: String,
}

/// Which of the folders under a client file's folder a document goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// Achats.
    Purchases,
    /// Ventes.
    Sales,
    /// Divers.
    Sundry,
}

impl SubFolders {
    fn named(purchases: &str, sales: &str, sundry: &str) -> SubFolders {
        let [purchases, sales, sundry] = [purchases, sales, sundry].map(str::to_owned);
        SubFolders { purchases, sales, sundry }
    }
    /// `achats`, `ventes`, `divers`.
    pub fn french() -> SubFolders {
        SubFolders::named("achats", "ventes", "divers")
    }
    /// `aankopen`, `verkopen`, `diversen`.
    pub fn dutch() -> SubFolders {
        SubFolders::named("aankopen", "verkopen", "diversen")
    }
    fn of(&self, shelf: Shelf) -> &str {
        match shelf {
            Shelf::Purchases => &self.purchases,
            Shelf::Sales => &self.sales,
            Shelf::Sundry => &self.sundry,
        }
    }
}
impl Default for SubFolders {
    fn default() -> SubFolders {
        SubFolders::french()
    }
}

/// Where a client file's documents are dropped: `<root>/<code>/<shelf>`. The root is the one that BOB Demat watches, by default
/// `c:\bob-demat`; the code is the client file's in BOB Demat. `known` as in [`Place`].
pub fn place(root: PathBuf, code: &str, folders: &SubFolders, shelf: Shelf, known: bool) -> Place {
    Place { root, below: vec![code.to_owned(), folders.of(shelf).to_owned()], known, sign: SIGN }
}
