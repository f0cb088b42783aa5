//! How the firm and each client file drop into BOB Demat: devices, names of folders, what goes by itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use liasse_connectors::bob_demat::{self, Shelf, SubFolders};
use liasse_connectors::folder::{Place, is_folder_name};
use liasse_domain::{ClientFile, ClientFileId, DocumentKind, DocumentStatus, Flow};
use liasse_formats::ubl::UblKind;
use liasse_store::Reader;
use serde_json::json;

use super::Target;
use super::published::state;
use crate::api::{
    BobClientFile, BobClientFileForm, BobFolders, BobSettings, DeskError, Message, PublicationStateView,
};
use crate::clock;
use crate::desk::{Desk, client_file_id};

const SETTINGS: &str = "bob_settings";
/// The roots that documents were dropped under.
const ROOTS: &str = "bob_roots";

impl Default for BobFolders {
    fn default() -> BobFolders {
        let SubFolders { purchases, sales, sundry } = SubFolders::french();
        BobFolders { purchases, sales, sundry }
    }
}

fn form_key(id: ClientFileId) -> String {
    format!("bob.{id}")
}

pub(super) fn settings(reader: &Reader<'_>) -> Result<BobSettings, liasse_store::StoreError> {
    Ok(reader.setting(SETTINGS)?.unwrap_or_else(|| BobSettings {
        devices: Vec::new(),
        default_device: None,
        folders: BobFolders::default(),
        nightly: None,
    }))
}

pub(super) fn form(
    reader: &Reader<'_>,
    id: ClientFileId,
) -> Result<BobClientFileForm, liasse_store::StoreError> {
    Ok(reader.setting(&form_key(id))?.unwrap_or_default())
}

/// The folder of a document under its client file's: what no e-invoice can carry goes to the sundry ones.
pub(super) fn shelf(kind: DocumentKind, flow: Flow) -> Shelf {
    match (UblKind::of(kind), flow) {
        (None, _) => Shelf::Sundry,
        (Some(_), Flow::Purchases) => Shelf::Purchases,
        (Some(_), Flow::Sales) => Shelf::Sales,
    }
}

/// What a client file's drops depend on, read once.
pub(super) struct BobRoute {
    root: Result<PathBuf, Message>,
    code: Result<String, Message>,
    folders: BobFolders,
    known: bool,
}

impl BobRoute {
    /// Where the client file's documents go, on the device that was asked for or on its own.
    pub(super) fn of(
        reader: &Reader<'_>,
        file: &ClientFile,
        device: Option<&str>,
    ) -> Result<BobRoute, liasse_store::StoreError> {
        let settings = settings(reader)?;
        let form = form(reader, file.id)?;
        let on_device = |name: &str| match settings.devices.iter().find(|device| device.name == name) {
            Some(device) => Ok(PathBuf::from(&device.root)),
            None => Err(Message::new("bob_device_unknown").with("device", name)),
        };
        let chosen = device.filter(|name| !name.is_empty()).or(form.device.as_deref());
        let root = match (chosen, &file.bob_root, settings.default_device.as_deref()) {
            (Some(name), _, _) => on_device(name),
            (None, Some(root), _) => Ok(PathBuf::from(root)),
            (None, None, Some(name)) => on_device(name),
            (None, None, None) => Err(Message::new("bob_root_missing")),
        };
        let known = match &root {
            Ok(root) => is_known(reader, root)?,
            Err(_) => false,
        };
        Ok(BobRoute {
            root,
            code: file.bob_code.clone().ok_or_else(|| Message::new("bob_code_missing")),
            folders: form.folders.unwrap_or(settings.folders),
            known,
        })
    }

    pub(super) fn place(&self, shelf: Shelf) -> Result<Place, Message> {
        let BobFolders { purchases, sales, sundry } = self.folders.clone();
        let folders = SubFolders { purchases, sales, sundry };
        Ok(bob_demat::place(self.root.clone()?, &self.code.clone()?, &folders, shelf, self.known))
    }

    /// Remembers that documents are dropped under the root, so that another folder is not taken for it.
    pub(super) fn remember(&self, desk: &Desk) -> Result<(), DeskError> {
        match &self.root {
            Ok(root) if !self.known => desk.know_root(root),
            _ => Ok(()),
        }
    }

    /// The client file's folder, and what is missing.
    pub(super) fn destination(&self) -> (String, Option<Message>) {
        match (&self.root, &self.code) {
            (Ok(root), Ok(code)) => (root.join(code).display().to_string(), None),
            (Err(message), _) | (_, Err(message)) => (String::new(), Some(message.clone())),
        }
    }

    /// What keeps documents from being dropped now.
    fn trouble(&self) -> Option<Message> {
        match self.place(Shelf::Purchases) {
            Ok(place) => {
                let error = place.check_root().err()?;
                Some(Message::new(error.code()).with("folder", self.destination().0))
            }
            Err(message) => Some(message),
        }
    }
}

/// Whether documents were dropped under a root before.
pub(super) fn is_known(reader: &Reader<'_>, root: &Path) -> Result<bool, liasse_store::StoreError> {
    Ok(reader.setting::<BTreeSet<PathBuf>>(ROOTS)?.is_some_and(|roots| roots.contains(root)))
}

/// A value of a form that cannot be.
fn wrong(field: &str, why: &str) -> DeskError {
    DeskError::new("bad_form", format!("{field}: {why}")).with("field", field).with("detail", why)
}

fn checked(folders: &BobFolders) -> Result<(), DeskError> {
    let BobFolders { purchases, sales, sundry } = folders;
    for (field, name) in [("purchases", purchases), ("sales", sales), ("sundry", sundry)] {
        if !is_folder_name(name) {
            return Err(wrong(field, &format!("`{name}` cannot be the name of a folder")));
        }
    }
    let distinct: BTreeSet<String> = [purchases, sales, sundry].map(|name| name.to_lowercase()).into();
    if distinct.len() < 3 {
        return Err(wrong("folders", "two folders have one name"));
    }
    Ok(())
}

/// `HH:MM`, as minutes since midnight.
pub(super) fn minutes(time: &str) -> Option<u16> {
    let (hours, minutes) = time.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

impl Desk {
    /// How the firm drops into BOB Demat.
    pub fn bob_settings(&self) -> Result<BobSettings, DeskError> {
        self.read(settings)
    }

    /// Keeps how the firm drops into BOB Demat. Roots that are named here are trusted anew: what they bear is not asked.
    ///
    /// # Errors
    /// `bad_form` for names that are no folders or devices, `folder_missing` for a root that is not there.
    pub fn save_bob_settings(&self, form: BobSettings) -> Result<BobSettings, DeskError> {
        let mut form = form;
        checked(&form.folders)?;
        for device in &mut form.devices {
            device.name = device.name.trim().to_owned();
            device.root = device.root.trim().to_owned();
            if device.name.is_empty() {
                return Err(wrong("device", "a device needs a name"));
            }
            if !Path::new(&device.root).is_dir() {
                let detail = format!("{} is no folder: choose one that exists", device.root);
                return Err(DeskError::new("folder_missing", detail).with("path", &device.root));
            }
        }
        let names: BTreeSet<&String> = form.devices.iter().map(|device| &device.name).collect();
        if names.len() < form.devices.len() {
            return Err(wrong("device", "two devices have one name"));
        }
        if form.default_device.as_ref().is_some_and(|name| !names.contains(name)) {
            return Err(wrong("default_device", "no device has this name"));
        }
        if let Some(time) = &form.nightly
            && minutes(time).is_none()
        {
            return Err(wrong("nightly", &format!("`{time}` is no time: expected HH:MM")));
        }
        let summary = json!({ "devices": form.devices.len(), "nightly": form.nightly });
        self.command("save_bob_settings", true, summary, &[], |writer| {
            writer.put_setting(SETTINGS, &form)?;
            let mut roots: BTreeSet<PathBuf> = writer.setting(ROOTS)?.unwrap_or_default();
            roots.retain(|root| !form.devices.iter().any(|device| Path::new(&device.root) == root));
            writer.put_setting(ROOTS, &roots)?;
            Ok(())
        })?;
        self.bob_settings()
    }

    pub(super) fn know_root(&self, root: &Path) -> Result<(), DeskError> {
        self.background(|writer| {
            let mut roots: BTreeSet<PathBuf> = writer.setting(ROOTS)?.unwrap_or_default();
            match roots.insert(root.to_owned()) {
                true => writer.put_setting(ROOTS, &roots),
                false => Ok(()),
            }
        })
    }

    /// A root that a person has named: what it bears is not asked.
    pub(super) fn forget_root(&self, root: &Path) -> Result<(), DeskError> {
        self.background(|writer| {
            let mut roots: BTreeSet<PathBuf> = writer.setting(ROOTS)?.unwrap_or_default();
            match roots.remove(root) {
                true => writer.put_setting(ROOTS, &roots),
                false => Ok(()),
            }
        })
    }

    /// The client files that have a folder code in BOB Demat, with what waits where.
    pub fn bob_client_files(&self) -> Result<Vec<BobClientFile>, DeskError> {
        let files = self.read(|reader| reader.client_files())?;
        files
            .into_iter()
            .filter(|file| file.bob_code.is_some())
            .map(|file| self.bob_client_file(&file))
            .collect()
    }

    fn bob_client_file(&self, file: &ClientFile) -> Result<BobClientFile, DeskError> {
        let (route, form, rows, ready) = self.read(|reader| {
            Ok((
                BobRoute::of(reader, file, None)?,
                form(reader, file.id)?,
                reader.published_documents(file.id, Some(Target::Bob.code()))?,
                reader.documents_in_status(file.id, DocumentStatus::Ready)?,
            ))
        })?;
        let now = clock::now();
        let states: Vec<_> =
            rows.iter().map(|row| (row.publication.document, state(&row.publication, now))).collect();
        let of = |wanted: PublicationStateView| {
            u32::try_from(states.iter().filter(|(_, state)| *state == wanted).count()).unwrap_or(u32::MAX)
        };
        let under_way: BTreeSet<_> = states
            .iter()
            .filter(|(_, state)| *state != PublicationStateView::Refused)
            .map(|(document, _)| *document)
            .collect();
        let to_process = ready.iter().filter(|document| !under_way.contains(document)).count();
        Ok(BobClientFile {
            client_file: file.id.to_string(),
            code: file.code.to_string(),
            name: file.name.clone(),
            bob_code: file.bob_code.clone().unwrap_or_default(),
            folder: route.destination().0,
            trouble: route.trouble(),
            form,
            to_process: u32::try_from(to_process).unwrap_or(u32::MAX),
            waiting: of(PublicationStateView::Waiting),
            staying: of(PublicationStateView::Staying),
            returned: of(PublicationStateView::Returned),
            taken: of(PublicationStateView::Taken),
            unknown: of(PublicationStateView::Unknown),
        })
    }

    /// Keeps how a client file drops into BOB Demat.
    ///
    /// # Errors
    /// `bad_form`.
    pub fn save_bob_client_file(
        &self,
        client_file: String,
        form: BobClientFileForm,
    ) -> Result<BobClientFile, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        if let Some(folders) = &form.folders {
            checked(folders)?;
        }
        let known = self.bob_settings()?.devices;
        if let Some(name) = &form.device
            && !known.iter().any(|device| device.name == *name)
        {
            return Err(wrong("device", &format!("there is no device `{name}`")));
        }
        let summary = json!({ "clientFile": file.code, "automatic": form.automatic, "device": form.device });
        self.command("save_bob_client_file", true, summary, &[], |writer| {
            Ok(writer.put_setting(&form_key(file.id), &form)?)
        })?;
        self.tell_changed(file.id);
        self.bob_client_file(&file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_day() {
        assert_eq!((minutes("02:30"), minutes(" 23:59 "), minutes("0:00")), (Some(150), Some(1439), Some(0)));
        for wrong in ["24:00", "12:60", "12", "", "a:b", "-1:00"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_no_e_invoice_carries_is_sundry() {
        assert_eq!(shelf(DocumentKind::Invoice, Flow::Purchases), Shelf::Purchases);
        assert_eq!(shelf(DocumentKind::CreditNote, Flow::Sales), Shelf::Sales);
        assert_eq!(shelf(DocumentKind::ExpenseReport, Flow::Purchases), Shelf::Sundry);
    }
}
