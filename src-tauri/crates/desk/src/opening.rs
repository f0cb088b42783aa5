//! Opening a data folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use liasse_store::{Actor, DataFolder, KeyError, KeySource, Keyring, Store, StoreError, keys};

use crate::api::{DeskError, Message, Opening};
use crate::desk::{Desk, Listener};
use crate::intake::Watcher;
use crate::reading_queue::{self, Queue, WorkerPlace};

/// The passphrase of the sample's data folder.
const SAMPLE_PASSPHRASE: &str = "papiers fictifs";

/// What a data folder is opened with.
#[derive(Clone)]
pub struct OpenOptions {
    /// The data folder.
    pub data: PathBuf,
    /// Whether it is the sample's: it is filled when it is new.
    pub sample: bool,
    /// The passphrase, where no keyring answers.
    pub passphrase: Option<String>,
    /// The program to run as reading worker.
    pub program: PathBuf,
    /// Where the application's resources are, the engines among them.
    pub resources: Option<PathBuf>,
    /// Who works.
    pub actor: String,
    /// Whether papers are read and folders watched while it is open.
    pub at_work: bool,
    /// Where secrets are kept.
    pub keyring: Arc<dyn Keyring>,
}

impl OpenOptions {
    /// From `--data`, `--sample` and the environment: `LIASSE_DATA` names another data folder, `LIASSE_PASSPHRASE` its
    /// passphrase.
    pub fn from_environment(data: Option<PathBuf>, sample: bool) -> OpenOptions {
        let given = data.or_else(|| std::env::var_os("LIASSE_DATA").map(PathBuf::from));
        let data = given.unwrap_or_else(|| {
            let base = base_folder();
            // The sample has a folder of its own: nobody's real papers come near it.
            base.join(if sample { "Liasse sample" } else { "Liasse" })
        });
        let actor = ["LOGNAME", "USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        OpenOptions {
            data,
            sample,
            passphrase: std::env::var("LIASSE_PASSPHRASE").ok().filter(|text| !text.is_empty()),
            program: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("liasse")),
            resources: None,
            actor: actor.unwrap_or_else(|| "user".to_owned()),
            at_work: true,
            keyring: Arc::new(keys::SystemKeyring),
        }
    }
}

/// The user's folder for application data, by the habit of each system.
fn base_folder() -> PathBuf {
    directories::BaseDirs::new()
        .map_or_else(|| PathBuf::from("."), |folders| folders.data_local_dir().to_owned())
}

/// The engines beside the application's resources, when they are there.
fn engines(resources: Option<&Path>) -> Option<PathBuf> {
    let engines = resources?.join("engines");
    engines.is_dir().then_some(engines)
}

impl Desk {
    /// Opens a data folder and starts its readers and watchers, or says what keeps it closed.
    pub fn open(options: OpenOptions, listener: Listener) -> (Option<Arc<Desk>>, Opening) {
        match open(options, listener) {
            Ok((desk, opening)) => (Some(desk), opening),
            Err(opening) => (None, opening),
        }
    }
}

fn failed(error: &StoreError) -> Opening {
    match error {
        StoreError::InUse { .. } => Opening::InUse,
        error => Opening::Failed {
            message: Message::new(error.code()).with("detail", error),
            detail: error.to_string(),
        },
    }
}

fn open(options: OpenOptions, listener: Listener) -> Result<(Arc<Desk>, Opening), Opening> {
    let folder = DataFolder::open(&options.data).map_err(|error| failed(&error))?;
    let source = match (&options.passphrase, options.sample) {
        // Fictitious papers need no secret, and a newcomer no question.
        (_, true) => KeySource::Passphrase(SAMPLE_PASSPHRASE),
        (Some(code), false) if !keys::is_new(&folder) && keys::RecoveryCode::is_written_as(code) => {
            KeySource::Recovery(code)
        }
        (Some(passphrase), false) => KeySource::Passphrase(passphrase),
        (None, false) => KeySource::Keyring,
    };
    let unlocked =
        keys::unlock_with(&folder, source, options.keyring.as_ref()).map_err(|error| match &error {
            KeyError::PassphraseNeeded { .. } => {
                Opening::PassphraseNeeded { new: !folder.database().exists() }
            }
            error => Opening::Failed {
                message: Message::new(error.code()).with("detail", error),
                detail: error.to_string(),
            },
        })?;
    let recovered = matches!(source, KeySource::Recovery(_));
    // A keyring that had lost the key has it again; without one, a new passphrase is wanted.
    let passphrase_wanted = recovered && options.keyring.probe().is_err();
    if recovered && !passphrase_wanted {
        keys::put_in_keyring(&folder, &unlocked, options.keyring.as_ref()).map_err(|error| {
            Opening::Failed {
                message: Message::new(error.code()).with("detail", &error),
                detail: error.to_string(),
            }
        })?;
    }
    let store = Store::open(&folder, &unlocked).map_err(|error| failed(&error))?;
    let reader = store.reader().map_err(|error| failed(&error))?;
    let internal = |detail: String| Opening::Failed {
        message: Message::new("internal").with("detail", &detail),
        detail,
    };
    let network = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| internal(error.to_string()))?;
    let desk = Arc::new(Desk {
        blobs: store.blobs().clone(),
        store: Mutex::new(Some(store)),
        reader: Mutex::new(Some(reader)),
        actor: Actor::user(options.actor.clone()),
        listener,
        queue: Queue::default(),
        watcher: Mutex::new(Watcher::default()),
        network,
        publishing: Mutex::new(()),
        receiving: Mutex::new(()),
        saying: Mutex::new(()),
        publication_stopped: AtomicBool::new(false),
        worker: WorkerPlace {
            program: options.program.clone(),
            engines: engines(options.resources.as_deref()),
        },
        pictures: crate::pictures::Pictures::default(),
        folder: options.data.clone(),
        keyring: options.keyring.clone(),
        sample: options.sample,
        passphrase_lost: AtomicBool::new(recovered),
    });
    let prepared = || -> Result<bool, DeskError> {
        desk.resume_reading()?;
        desk.move_credentials()?;
        desk.reconcile(None).map(drop)?;
        if options.sample {
            desk.fill_sample()?;
        }
        Ok(desk.client_files()?.is_empty())
    };
    let first_run =
        prepared().map_err(|error| Opening::Failed { message: error.message, detail: error.detail })?;
    if options.at_work {
        reading_queue::start(&desk);
        crate::intake::start_watching(&desk);
        crate::publication::start(&desk);
        crate::platform::start(&desk);
    }
    let recovery_code = unlocked.recovery_code.as_ref().filter(|_| !options.sample).map(|code| code.text());
    Ok((desk, Opening::Ready { recovery_code, first_run, sample: options.sample, passphrase_wanted }))
}
