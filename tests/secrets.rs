//! Where the secrets are: the key under a passphrase that can be changed, passwords in the keyring.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::path::Path;
use std::sync::Arc;

use liasse_connectors::sandbox::{Options, Sandbox, seed};
use liasse_desk::Desk;
use liasse_desk::api::{CredentialPlaceView, KeyPlaceView, MailAccountForm, MailSecurity, Opening};
use liasse_store::{DataFolder, KeySource, Keyring, Store, keys};
use trial::{Drawer, NoKeyring, PASSPHRASE, close, open_desk_with, sage_ge_of, trust};

const NEW: &str = "quatre saisons au bord de l'eau";

fn quietly(data: &Path, passphrase: &str, keyring: Arc<dyn Keyring>) -> Arc<Desk> {
    open_desk_with(data, passphrase, keyring, Box::new(|_| {}))
}

/// Connects to the stand-in of Sage GE. Answers the secret.
fn connect(desk: &Desk) -> String {
    let threads = tokio::runtime::Runtime::new().unwrap();
    let sandbox = threads.block_on(Sandbox::start(Options::default())).unwrap();
    let connection = sage_ge_of(&sandbox);
    assert!(!format!("{connection:?}").contains(seed::SECRET));
    trust(desk, &sandbox);
    desk.save_sage_ge_connection(connection).unwrap();
    // The secret that is kept serves again, without having been typed.
    desk.sage_ge_folders().unwrap();
    seed::SECRET.to_owned()
}

/// Every setting of a data folder, as it stands in the database.
fn settings(data: &Path) -> String {
    let folder = DataFolder::open(data).unwrap();
    let unlocked = keys::unlock(&folder, KeySource::Passphrase(PASSPHRASE)).unwrap();
    let store = Store::open(&folder, &unlocked).unwrap();
    let setting = |key: &str| store.read(|reader| reader.setting::<serde_json::Value>(key)).unwrap();
    ["sage_ge_connection", "credential.sage_ge_connection"]
        .into_iter()
        .map(|key| format!("{key} {}\n", setting(key).unwrap()))
        .collect()
}

/// Whether these bytes stand in any file of a folder.
fn stands_in_files(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        match path.is_dir() {
            true => stands_in_files(&path, text),
            false => {
                let bytes = std::fs::read(&path).unwrap_or_default();
                bytes.windows(text.len()).any(|window| window == text.as_bytes())
            }
        }
    })
}

#[test]
fn passwords_are_in_the_keyring_and_nowhere_else() {
    let place = tempfile::tempdir().unwrap();
    let drawer = Arc::new(Drawer::default());
    let desk = quietly(place.path(), PASSPHRASE, drawer.clone());
    let secret = connect(&desk);
    assert_eq!(desk.secret_places().unwrap().credentials, CredentialPlaceView::Keyring);
    close(desk);
    assert_eq!(drawer.secrets(), std::slice::from_ref(&secret));
    let settings = settings(place.path());
    assert!(settings.contains("keyring") && !settings.contains(&secret), "{settings}");
    assert!(!stands_in_files(place.path(), &secret));
}

#[test]
fn without_a_keyring_they_are_in_the_encrypted_database_until_one_answers() {
    let place = tempfile::tempdir().unwrap();
    let desk = quietly(place.path(), PASSPHRASE, Arc::new(NoKeyring));
    let secret = connect(&desk);
    assert_eq!(desk.secret_places().unwrap().credentials, CredentialPlaceView::Database);
    close(desk);
    assert!(settings(place.path()).contains(&secret));
    assert!(!stands_in_files(place.path(), &secret), "the database is encrypted");
    let drawer = Arc::new(Drawer::default());
    let desk = quietly(place.path(), PASSPHRASE, drawer.clone());
    assert_eq!(desk.secret_places().unwrap().credentials, CredentialPlaceView::Keyring);
    close(desk);
    assert_eq!(drawer.secrets(), std::slice::from_ref(&secret));
    assert!(!settings(place.path()).contains(&secret));
}

#[test]
fn the_recovery_code_opens_and_a_new_passphrase_is_chosen() {
    let place = tempfile::tempdir().unwrap();
    let options = |passphrase: &str| trial::options(place.path(), passphrase, Arc::new(NoKeyring));
    let (desk, opening) = Desk::open(options(PASSPHRASE), Box::new(|_| {}));
    let Opening::Ready { recovery_code: Some(code), passphrase_wanted: false, .. } = opening else {
        panic!("{opening:?}")
    };
    let desk = desk.unwrap();
    assert_eq!(desk.secret_places().unwrap().key, KeyPlaceView::Passphrase);
    let refused = desk.set_passphrase("not this one".to_owned(), NEW.to_owned()).unwrap_err();
    assert_eq!(refused.code, "wrong_passphrase");
    close(desk);

    let (desk, opening) = Desk::open(options(&code), Box::new(|_| {}));
    assert!(matches!(opening, Opening::Ready { passphrase_wanted: true, .. }), "{opening:?}");
    let desk = desk.unwrap();
    let weak = desk.set_passphrase(String::new(), "court".to_owned()).unwrap_err();
    assert_eq!(weak.code, "weak_passphrase");
    desk.set_passphrase(String::new(), NEW.to_owned()).unwrap();
    let refused = desk.set_passphrase(String::new(), PASSPHRASE.to_owned()).unwrap_err();
    assert_eq!(refused.code, "wrong_passphrase", "the one before is asked for again");
    close(desk);

    let (_, opening) = Desk::open(options(PASSPHRASE), Box::new(|_| {}));
    assert!(matches!(&opening, Opening::Failed { message, .. } if message.code == "wrong_passphrase"));
    close(quietly(place.path(), NEW, Arc::new(NoKeyring)));
}

#[test]
fn the_password_of_the_mail_account_goes_the_same_way() {
    let place = tempfile::tempdir().unwrap();
    let password = "le mot de passe du courrier";
    let account = MailAccountForm {
        host: "smtp.lenoir.example".to_owned(),
        port: 465,
        security: MailSecurity::Tls,
        user: "compta".to_owned(),
        password: password.to_owned(),
        sender: "compta@lenoir.example".to_owned(),
        name: String::new(),
    };
    assert!(!format!("{account:?}").contains(password));
    let desk = quietly(place.path(), PASSPHRASE, Arc::new(NoKeyring));
    desk.save_mail_account(account).unwrap();
    assert_eq!(desk.secret_places().unwrap().credentials, CredentialPlaceView::Database);
    close(desk);
    assert!(!stands_in_files(place.path(), password), "the database is encrypted");
    // A keyring answers the next time: the password moves there.
    let drawer = Arc::new(Drawer::default());
    let desk = quietly(place.path(), PASSPHRASE, drawer.clone());
    assert_eq!(desk.secret_places().unwrap().credentials, CredentialPlaceView::Keyring);
    assert_eq!(
        (drawer.secrets(), desk.mail_account().unwrap().password),
        (vec![password.to_owned()], String::new())
    );
    close(desk);
}
