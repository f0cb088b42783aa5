//! What the window's commands share: the desk, once its data folder is open.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use liasse_desk::api::{DeskError, DeskEvent, Opening};
use liasse_desk::{Desk, OpenOptions};
use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use tauri_specta::Event;

/// What the desk tells, as the window receives it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
#[tauri_specta(event_name = "desk-event")]
pub struct DeskEventSent(pub DeskEvent);

/// The state of the running application.
pub struct Shell {
    desk: Mutex<Option<(Arc<Desk>, Opening)>>,
    options: OpenOptions,
    app: AppHandle,
    started: Instant,
    smoke_file: Option<PathBuf>,
}

impl Shell {
    /// Nothing is opened yet.
    pub fn new(options: OpenOptions, app: AppHandle, started: Instant) -> Shell {
        let smoke_file = std::env::var_os("LIASSE_SMOKE_FILE").map(PathBuf::from);
        Shell { desk: Mutex::new(None), options, app, started, smoke_file }
    }

    fn opened(&self) -> Option<(Arc<Desk>, Opening)> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The desk, when its data folder is open.
    pub fn desk(&self) -> Option<Arc<Desk>> {
        self.opened().map(|(desk, _)| desk)
    }

    /// Runs `work` with the desk, off the window's thread.
    pub async fn with_desk<T, F>(&self, work: F) -> Result<T, DeskError>
    where
        T: Send + 'static,
        F: FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
    {
        let desk = self.desk().ok_or_else(DeskError::not_open)?;
        tauri::async_runtime::spawn_blocking(move || work(&desk))
            .await
            .map_err(|error| DeskError::internal(&error.to_string()))?
    }

    /// Opens the data folder the first time; tells again how it answered afterwards.
    pub async fn opening(&self) -> Result<Opening, DeskError> {
        match self.opened() {
            Some((_, opening)) => Ok(opening),
            None => self.open(None).await,
        }
    }

    /// Opens it with a passphrase.
    pub async fn unlock(&self, passphrase: String) -> Result<Opening, DeskError> {
        self.open(Some(passphrase)).await
    }

    async fn open(&self, passphrase: Option<String>) -> Result<Opening, DeskError> {
        let mut options = self.options.clone();
        if passphrase.is_some() {
            options.passphrase = passphrase;
        }
        let app = self.app.clone();
        let listener = move |event: DeskEvent| {
            // A window that is closing has nobody to tell.
            let _ = DeskEventSent(event).emit(&app);
        };
        let (desk, opening) =
            tauri::async_runtime::spawn_blocking(move || Desk::open(options, Box::new(listener)))
                .await
                .map_err(|error| DeskError::internal(&error.to_string()))?;
        if let Some(desk) = desk {
            *self.desk.lock().unwrap_or_else(PoisonError::into_inner) = Some((desk, told_once(&opening)));
        }
        Ok(opening)
    }

    /// Tells the smoke run that the inbox is on screen.
    pub fn inbox_drawn(&self, rows: u32) {
        if let Some(file) = &self.smoke_file {
            let line = format!("LIASSE_READY inbox={rows} ms={}\n", self.started.elapsed().as_millis());
            if let Err(error) = std::fs::write(file, line) {
                eprintln!("{}: {error}", file.display());
            }
        }
    }
}

/// A recovery code is shown once: asked again, the opening no longer holds it.
fn told_once(opening: &Opening) -> Opening {
    match opening {
        Opening::Ready { first_run, sample, .. } => Opening::Ready {
            recovery_code: None,
            first_run: *first_run,
            sample: *sample,
            passphrase_wanted: false,
        },
        other => other.clone(),
    }
}
