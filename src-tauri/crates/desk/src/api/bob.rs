//! Sage BOB Demat: devices, folders, what goes by itself, and what waits.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FlowView, Message};

/// A place that BOB Demat watches: a device, or a share.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BobDevice {
    /// Its name: *PC Barbara*, *serveur partagé*.
    pub name: String,
    /// The root folder there.
    pub root: String,
}

/// Names of the folders under a client file's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BobFolders {
    /// `achats`, `aankopen`.
    pub purchases: String,
    /// `ventes`, `verkopen`.
    pub sales: String,
    /// `divers`, `diversen`.
    pub sundry: String,
}

/// How the firm drops into BOB Demat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BobSettings {
    /// The devices.
    pub devices: Vec<BobDevice>,
    /// The one that serves where a client file has none of its own.
    pub default_device: Option<String>,
    /// Names of folders, where a client file has none of its own.
    pub folders: BobFolders,
    /// At what time, as `HH:MM`, documents go by themselves; never where nothing is said.
    pub nightly: Option<String>,
}

/// How a client file drops into BOB Demat.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct BobClientFileForm {
    /// Whether what may go goes by itself.
    pub automatic: bool,
    /// Its device; the folder on its card, then the default device, where nothing is said.
    pub device: Option<String>,
    /// Its names of folders, where they differ from the firm's.
    pub folders: Option<BobFolders>,
}

/// A client file of BOB Demat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BobClientFile {
    /// The client file.
    pub client_file: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its folder code in BOB Demat.
    pub bob_code: String,
    /// Where its documents are dropped.
    pub folder: String,
    /// What keeps them from being dropped there now.
    pub trouble: Option<Message>,
    /// How it drops.
    pub form: BobClientFileForm,
    /// Documents that are ready and have not been dropped.
    pub to_process: u32,
    /// Dropped, not yet taken.
    pub waiting: u32,
    /// Dropped days ago, not yet taken.
    pub staying: u32,
    /// Taken, and back in the folder.
    pub returned: u32,
    /// Taken.
    pub taken: u32,
    /// Nobody knows.
    pub unknown: u32,
}

/// A document that is ready and has not been dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BobDocument {
    /// The document.
    pub document: String,
    /// Purchases or sales.
    pub flow: FlowView,
    /// Its number.
    pub number: Option<String>,
    /// Supplier or customer.
    pub third_party: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Total with tax.
    pub total_ttc: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// Whether a person let it go by itself.
    pub released: bool,
    /// Whether it may go by itself, and why or why not.
    pub by_itself: bool,
    /// The reason.
    pub reason: Message,
}
