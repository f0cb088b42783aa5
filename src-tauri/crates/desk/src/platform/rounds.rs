//! What is done with platforms while nobody asks: where the user wants it, invoices are fetched; messages that a person gave
//! and that could not leave, or whose outcome is open, are seen to.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use liasse_domain::ClientFileId;

use super::{Stored, key};
use crate::api::{DeskEvent, Message};
use crate::desk::Desk;

/// Time between two turns.
const PAUSE: Duration = Duration::from_secs(5);
/// Time between two looks at a platform that is looked at by itself.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// Time between two tries to see to messages.
const MESSAGES: Duration = Duration::from_secs(60);

/// Starts the thread. It ends when the desk is dropped.
pub fn start(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    let spawned = std::thread::Builder::new().name("platforms".to_owned()).spawn(move || rounds(&desk));
    if let Err(error) = spawned {
        eprintln!("platforms are not looked at: {error}");
    }
}

fn rounds(desk: &Weak<Desk>) {
    let mut looks = Looks::default();
    loop {
        std::thread::sleep(PAUSE);
        let Some(desk) = desk.upgrade() else { return };
        looks.turn(&desk, Instant::now());
    }
}

/// When platforms were looked at, and what was told of it.
#[derive(Default)]
pub(super) struct Looks {
    looked: HashMap<ClientFileId, Instant>,
    told: HashMap<ClientFileId, Message>,
    messages: Option<Instant>,
}

impl Looks {
    /// One turn. An error of one is no error of the next: a network comes back, a database is closed at the end.
    pub(super) fn turn(&mut self, desk: &Desk, now: Instant) {
        let due = |last: Option<&Instant>, pause| last.is_none_or(|last| now.duration_since(*last) >= pause);
        for file in desk.read(|reader| reader.client_files()).unwrap_or_default() {
            let stored = desk.read(|reader| reader.setting::<Stored>(&key(file.id)));
            let by_itself = stored.is_ok_and(|stored| stored.is_some_and(|stored| stored.by_itself));
            if by_itself && due(self.looked.get(&file.id), LOOK) {
                self.looked.insert(file.id, now);
                self.look(desk, file.id);
            }
        }
        if due(self.messages.as_ref(), MESSAGES) {
            self.messages = Some(now);
            for file in desk.files_with_life_cycle_to_see_to().unwrap_or_default() {
                let _ = desk.see_to_life_cycle(file.to_string());
            }
        }
    }

    fn look(&mut self, desk: &Desk, file: ClientFileId) {
        let tell = |message| desk.tell(DeskEvent::WatchedFolder { client_file: file.to_string(), message });
        let trouble = match desk.receive_e_invoices(file.to_string()) {
            Ok(received) => {
                if received.accepted > 0 {
                    tell(Message::new("platform_received").with("count", received.accepted));
                }
                received.missed.into_iter().next().map(|missed| missed.reason)
            }
            Err(error) => Some(error.message),
        };
        // The same trouble is told once.
        match trouble {
            Some(message) if self.told.get(&file).map(|told| &told.code) != Some(&message.code) => {
                let said = Message::new("platform_trouble").with("reason", &message.code);
                tell(Message { args: message.args.clone().into_iter().chain(said.args).collect(), ..said });
                self.told.insert(file, message);
            }
            Some(_) => {}
            None => drop(self.told.remove(&file)),
        }
    }
}
