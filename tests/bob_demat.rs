//! BOB Demat: what was dropped is grey until BOB takes it, and green then; what comes back is told; what may go by itself
//! goes at the hour that was set; a share that is away is not mistaken for an empty folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use liasse_desk::Desk;
use liasse_desk::api::{
    BobClientFile, BobClientFileForm, BobDevice, BobFolders, BobSettings, FieldChange, PublicationStateView,
};
use liasse_domain::Date;
use trial::papers::e_invoice;
use trial::{Answering, CLIENT, Trial, close, names_in};

const PAPERS: u32 = 6;

struct Office {
    trial: Trial,
    desk: Arc<Desk>,
    client: String,
}

/// A client file with purchases and one sale that are ready.
fn office() -> Office {
    let trial = Trial::with_client();
    for turn in 1..=PAPERS {
        trial.write(&format!("drop/{turn:03}.xml"), &e_invoice(turn));
    }
    let drop = trial.path("drop");
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(drop).answer().ok();
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    Office { trial, desk, client }
}

impl Office {
    fn waiting(&self) -> Vec<String> {
        self.desk.bob_documents(self.client.clone()).unwrap().into_iter().map(|one| one.document).collect()
    }
    fn send(&self, documents: &[String], device: Option<&str>) -> (usize, Vec<String>) {
        let report = self
            .desk
            .publish(self.client.clone(), documents.to_vec(), "bob".to_owned(), device.map(str::to_owned))
            .unwrap();
        (report.published.len(), report.held_back.into_iter().map(|held| held.message.code).collect())
    }
    fn states(&self) -> BTreeMap<PublicationStateView, usize> {
        let mut states = BTreeMap::new();
        for one in self.desk.publications(self.client.clone(), Some("bob".to_owned())).unwrap() {
            *states.entry(one.state).or_default() += 1;
        }
        states
    }
    fn file(&self) -> BobClientFile {
        let files = self.desk.bob_client_files().unwrap();
        files.into_iter().find(|file| file.client_file == self.client).unwrap()
    }
    fn folder(&self) -> PathBuf {
        self.trial.path("bob/M1/achats")
    }
    fn settings(&self, nightly: Option<&str>, devices: Vec<BobDevice>) -> BobSettings {
        BobSettings {
            default_device: devices.first().map(|device| device.name.clone()),
            devices,
            folders: BobFolders::default(),
            nightly: nightly.map(str::to_owned),
        }
    }
    fn automatic(&self) {
        let form = BobClientFileForm { automatic: true, ..BobClientFileForm::default() };
        self.desk.save_bob_client_file(self.client.clone(), form).unwrap();
    }
    fn end(self) {
        close(self.desk);
    }
}

#[test]
fn grey_until_bob_takes_it_and_told_when_it_comes_back() {
    let office = office();
    let all = office.waiting();
    assert_eq!(all.len(), PAPERS as usize);
    assert_eq!(office.send(&all[..3], None), (3, Vec::new()));
    office.desk.watch_bob().unwrap();
    assert_eq!(office.states(), BTreeMap::from([(PublicationStateView::Waiting, 3)]));
    let file = office.file();
    assert_eq!((file.to_process, file.waiting, file.taken), (PAPERS - 3, 3, 0));

    // BOB moves one to its processed folder and deletes another.
    let names = names_in(&office.folder());
    let processed = office.folder().join("traité");
    std::fs::create_dir(&processed).unwrap();
    std::fs::rename(office.folder().join(&names[0]), processed.join(&names[0])).unwrap();
    let kept = std::fs::read(office.folder().join(&names[1])).unwrap();
    std::fs::remove_file(office.folder().join(&names[1])).unwrap();
    office.desk.watch_bob().unwrap();
    let expected = BTreeMap::from([(PublicationStateView::Waiting, 1), (PublicationStateView::Taken, 2)]);
    assert_eq!(office.states(), expected);

    // One that was taken lies there again.
    std::fs::write(office.folder().join(&names[1]), &kept).unwrap();
    office.desk.watch_bob().unwrap();
    assert_eq!(office.states()[&PublicationStateView::Returned], 1);
    assert_eq!(office.file().returned, 1);
    std::fs::remove_file(office.folder().join(&names[1])).unwrap();
    office.desk.watch_bob().unwrap();
    assert_eq!(office.states(), expected);
    office.end();
}

#[test]
fn a_share_that_is_away_says_so_and_is_not_mistaken_for_an_empty_folder() {
    let office = office();
    let all = office.waiting();
    assert_eq!(office.send(&all[..2], None).0, 2);
    let (root, away) = (office.trial.path("bob"), office.trial.path("away"));
    std::fs::rename(&root, &away).unwrap();
    office.desk.watch_bob().unwrap();
    assert_eq!(office.states(), BTreeMap::from([(PublicationStateView::Waiting, 2)]), "nothing is taken");
    assert_eq!(office.send(&all[2..3], None), (0, vec!["folder_root_away".to_owned()]));
    // The empty place where the share is mounted when it is there.
    std::fs::create_dir(&root).unwrap();
    assert_eq!(office.send(&all[2..3], None), (0, vec!["folder_root_away".to_owned()]));
    assert_eq!(office.file().trouble.unwrap().code, "folder_root_away");
    office.desk.watch_bob().unwrap();
    assert_eq!(office.states()[&PublicationStateView::Waiting], 2);
    assert_eq!(names_in(&root), [""; 0]);
    std::fs::remove_dir(&root).unwrap();
    std::fs::rename(&away, &root).unwrap();
    assert_eq!(office.send(&all[2..3], None), (1, Vec::new()));
    assert_eq!(names_in(&office.folder()).len(), 3);
    // It was known not to be there, and went on under its own key: what may have stayed hidden in the folder is replaced.
    assert_eq!(office.states(), BTreeMap::from([(PublicationStateView::Waiting, 3)]));
    assert_eq!(office.file().trouble, None);
    office.end();
}

#[test]
fn devices_and_names_of_folders_are_the_users() {
    let office = office();
    let all = office.waiting();
    let root = office.trial.path("partage");
    std::fs::create_dir(&root).unwrap();
    let device = BobDevice { name: "Serveur".to_owned(), root: root.display().to_string() };
    let twice = office.settings(None, vec![device.clone(), device.clone()]);
    assert_eq!(office.desk.save_bob_settings(twice).unwrap_err().code, "bad_form");
    let missing = BobDevice { root: "/n/existe/pas".to_owned(), ..device.clone() };
    let missing = office.settings(None, vec![missing]);
    assert_eq!(office.desk.save_bob_settings(missing).unwrap_err().code, "folder_missing");
    assert_eq!(
        office.desk.save_bob_settings(office.settings(Some("25:00"), Vec::new())).unwrap_err().code,
        "bad_form"
    );
    office.desk.save_bob_settings(office.settings(None, vec![device])).unwrap();
    let dutch = BobFolders {
        purchases: "aankopen".to_owned(),
        sales: "verkopen".to_owned(),
        sundry: "diversen".to_owned(),
    };
    let out = BobFolders { purchases: "../x".to_owned(), ..dutch.clone() };
    let form = |folders| BobClientFileForm { folders: Some(folders), ..BobClientFileForm::default() };
    assert_eq!(
        office.desk.save_bob_client_file(office.client.clone(), form(out)).unwrap_err().code,
        "bad_form"
    );
    office.desk.save_bob_client_file(office.client.clone(), form(dutch)).unwrap();
    assert_eq!(office.send(&all[..1], Some("Serveur")), (1, Vec::new()));
    assert_eq!(names_in(&root.join("M1/aankopen")).len(), 1);
    assert_eq!(office.send(&all[1..2], None), (1, Vec::new()));
    assert_eq!(names_in(&office.trial.path("bob/M1/aankopen")).len(), 1, "the card's own root");
    assert_eq!(office.send(&all[2..3], Some("PC Kevin")), (0, vec!["bob_device_unknown".to_owned()]));
    office.end();
}

#[test]
fn at_night_goes_what_may_go_by_itself_and_once_a_day() {
    let office = office();
    let all = office.waiting();
    let day = |day| Date::new(2030, 11, day).unwrap();
    office.desk.save_bob_settings(office.settings(Some("02:00"), Vec::new())).unwrap();
    office.automatic();
    // Came in by themselves and nobody has approved them.
    assert!(office.desk.bob_documents(office.client.clone()).unwrap().iter().all(|one| !one.by_itself));
    office.desk.transfer_at_night(day(1), 130).unwrap();
    assert_eq!(office.states(), BTreeMap::new());
    office.desk.release_documents(vec![all[0].clone()], true).unwrap();
    let changed = FieldChange {
        name: "invoice_number".to_owned(),
        text: "FA-2026-9999".to_owned(),
        page: None,
        rect: None,
    };
    office.desk.set_field(all[1].clone(), changed).unwrap();
    let going: Vec<_> = office
        .desk
        .bob_documents(office.client.clone())
        .unwrap()
        .into_iter()
        .filter(|one| one.by_itself)
        .collect();
    assert_eq!(going.len(), 2);
    // Not twice a day, not before its hour, and then what was approved.
    office.desk.transfer_at_night(day(1), 200).unwrap();
    office.desk.transfer_at_night(day(2), 60).unwrap();
    assert_eq!(office.states(), BTreeMap::new());
    office.desk.transfer_at_night(day(2), 121).unwrap();
    assert_eq!(office.states(), BTreeMap::from([(PublicationStateView::Waiting, 2)]));
    assert_eq!(names_in(&office.folder()).len(), 2);
    // What is held back again stays; who does not transfer by itself drops nothing.
    office.desk.release_documents(vec![all[2].clone(), all[3].clone()], true).unwrap();
    office.desk.release_documents(vec![all[3].clone()], false).unwrap();
    assert_eq!(office.desk.transfer_now(None).unwrap(), 1);
    office.desk.save_bob_client_file(office.client.clone(), BobClientFileForm::default()).unwrap();
    office.desk.release_documents(vec![all[3].clone()], true).unwrap();
    office.desk.transfer_at_night(day(3), 121).unwrap();
    assert_eq!(names_in(&office.folder()).len(), 3);
    office.end();
}
