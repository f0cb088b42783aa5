use std::collections::BTreeMap;
use std::sync::Mutex;

use super::*;

#[derive(Default)]
struct Drawer(Mutex<BTreeMap<String, Vec<u8>>>);
impl Keyring for Drawer {
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), String> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.to_vec());
        Ok(())
    }
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        Ok(self.0.lock().unwrap().get(name).cloned().map(Zeroizing::new))
    }
    fn delete(&self, name: &str) -> Result<(), String> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

struct NoKeyring;
impl Keyring for NoKeyring {
    fn set(&self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("nobody answers".to_owned())
    }
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        Err("nobody answers".to_owned())
    }
    fn delete(&self, _: &str) -> Result<(), String> {
        Err("nobody answers".to_owned())
    }
}

/// Says yes to everything and keeps nothing.
struct Sieve;
impl Keyring for Sieve {
    fn set(&self, _: &str, _: &[u8]) -> Result<(), String> {
        Ok(())
    }
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        Ok(None)
    }
    fn delete(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

fn place() -> (tempfile::TempDir, DataFolder) {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    (place, folder)
}

#[test]
fn a_passphrase_opens_and_a_wrong_one_does_not() {
    let (_place, folder) = place();
    assert!(is_new(&folder));
    let weak = unlock(&folder, KeySource::Passphrase("court")).unwrap_err();
    assert_eq!(weak.code(), "weak_passphrase");
    let made = unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap();
    let code = made.recovery_code.as_ref().unwrap().text();
    assert!(!is_new(&folder));

    let again = unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap();
    assert_eq!(again.key.0, made.key.0);
    assert!(again.recovery_code.is_none());
    let wrong = unlock(&folder, KeySource::Passphrase("un cheval de fer")).unwrap_err();
    assert_eq!(wrong.code(), "wrong_passphrase");

    let recovered = unlock(&folder, KeySource::Recovery(&code.to_lowercase().replace('-', " "))).unwrap();
    assert_eq!(recovered.key.0, made.key.0);
    let other = RecoveryCode::random().unwrap().text();
    assert_eq!(unlock(&folder, KeySource::Recovery(&other)).unwrap_err().code(), "wrong_recovery_code");

    check_current_passphrase(&folder, "un cheval de bois").unwrap();
    assert_eq!(check_current_passphrase(&folder, "une autre phrase").unwrap_err().code(), "wrong_passphrase");
    set_passphrase(&folder, &recovered, "une autre phrase").unwrap();
    assert_eq!(unlock(&folder, KeySource::Passphrase("une autre phrase")).unwrap().key.0, made.key.0);
    assert!(unlock(&folder, KeySource::Passphrase("un cheval de bois")).is_err());
}

#[test]
fn the_keyring_keeps_the_key_and_the_code_recovers_it() {
    let (_place, folder) = place();
    let drawer = Drawer::default();
    let made = unlock_with(&folder, KeySource::Keyring, &drawer).unwrap();
    let code = made.recovery_code.as_ref().unwrap().text();
    let again = unlock_with(&folder, KeySource::Keyring, &drawer).unwrap();
    assert_eq!(again.key.0, made.key.0);
    assert_eq!(drawer.0.lock().unwrap().len(), 1, "the probe leaves nothing behind");

    drawer.0.lock().unwrap().clear();
    let lost = unlock_with(&folder, KeySource::Keyring, &drawer).unwrap_err();
    assert_eq!(lost.code(), "recovery_needed");
    let recovered = unlock_with(&folder, KeySource::Recovery(&code), &drawer).unwrap();
    assert_eq!(recovered.key.0, made.key.0);
    write_keyring(&folder, &recovered.key, &drawer).unwrap();
    assert_eq!(unlock_with(&folder, KeySource::Keyring, &drawer).unwrap().key.0, made.key.0);
}

#[test]
fn without_a_keyring_a_passphrase_is_asked_for() {
    for keyring in [&NoKeyring as &dyn Keyring, &Sieve] {
        let (_place, folder) = place();
        let needed = unlock_with(&folder, KeySource::Keyring, keyring).unwrap_err();
        assert_eq!(needed.code(), "passphrase_needed");
        unlock_with(&folder, KeySource::Passphrase("un cheval de bois"), keyring).unwrap();
        let needed = unlock_with(&folder, KeySource::Keyring, keyring).unwrap_err();
        assert_eq!(needed.code(), "passphrase_needed");
    }
}

#[test]
fn a_database_without_keys_gets_no_new_key() {
    let (_place, folder) = place();
    std::fs::write(folder.database(), b"something").unwrap();
    let refused = unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap_err();
    assert_eq!(refused.code(), "keys_missing");
}

#[test]
fn a_damaged_key_file_is_named() {
    let (_place, folder) = place();
    unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap();
    std::fs::write(passphrase_file(&folder), b"{}").unwrap();
    let damaged = unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap_err();
    assert_eq!(damaged.code(), "key_file_damaged");
    assert!(damaged.to_string().contains("passphrase.json"));
}

#[test]
fn no_secret_is_shown_by_debug() {
    let (_place, folder) = place();
    let made = unlock(&folder, KeySource::Passphrase("un cheval de bois")).unwrap();
    assert_eq!(format!("{made:?}"), "Unlocked { key: MasterKey, recovery_code: Some(RecoveryCode) }");
}

/// Under a Secret Service: `printf '\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize` in a
/// `dbus-run-session`, then `cargo test -p liasse-store -- --ignored system_keyring`.
#[test]
#[ignore = "needs the system's keyring"]
fn the_system_keyring_keeps_the_key() {
    let (_place, folder) = place();
    SystemKeyring.probe().unwrap();
    let made = unlock(&folder, KeySource::Keyring).unwrap();
    assert!(made.recovery_code.is_some());
    assert_eq!(unlock(&folder, KeySource::Keyring).unwrap().key.0, made.key.0);
    let name = std::fs::read_to_string(keyring_file(&folder)).unwrap();
    SystemKeyring.delete(&name).unwrap();
    assert_eq!(unlock(&folder, KeySource::Keyring).unwrap_err().code(), "recovery_needed");
    put_in_keyring(&folder, &made, &SystemKeyring).unwrap();
    assert_eq!(unlock(&folder, KeySource::Keyring).unwrap().key.0, made.key.0);
    SystemKeyring.delete(&name).unwrap();
}
