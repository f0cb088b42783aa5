//! The worker's side.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;

use liasse_domain::Finding;

use crate::draw;
use crate::engine::pdf::Pdf;
use crate::engine::{EngineError, EngineFiles};
use crate::pages::Engines;
use crate::read::{self, ReadOptions};
use crate::worker::client::WorkerLimits;
use crate::worker::message::{Place, Reply, Request};
use crate::worker::{platform, wire};

/// Serves the master at standard input and output until it closes them. `arguments` are those after
/// [`crate::worker::ARGUMENT`]: the bound of memory in bytes and, when it is not to be looked for, the folder of
/// the engines.
///
/// # Errors
/// When the master breaks off in the middle of a frame; a faulty installation is told to the master, not here.
pub fn serve(arguments: impl IntoIterator<Item = String>) -> io::Result<()> {
    let mut arguments = arguments.into_iter();
    let memory = arguments.next().and_then(|bytes| bytes.parse().ok());
    let folder = arguments.next();
    platform::confine(memory.unwrap_or(WorkerLimits::default().memory));
    let files = match folder {
        Some(folder) => EngineFiles::at(folder.as_ref()).ok_or_else(|| EngineError::Missing {
            platform: crate::engine::platform(),
            places: vec![folder.into()],
        }),
        None => EngineFiles::locate(None),
    };
    let mut worker = Worker { installation: Installation { files, engines: None }, kept: Kept::default() };
    let mut input = BufReader::new(io::stdin().lock());
    let mut out = BufWriter::new(io::stdout().lock());
    while let Some(request) = wire::read_message::<Request>(&mut input)? {
        worker.answer(request, &mut input, &mut out)?;
    }
    Ok(())
}

struct Worker {
    installation: Installation,
    kept: Kept,
}

/// The engines, loaded at their first use.
struct Installation {
    files: Result<EngineFiles, EngineError>,
    engines: Option<Engines>,
}

/// Sources that were handed over, by key.
#[derive(Default)]
struct Kept {
    sources: BTreeMap<String, Vec<u8>>,
    /// What is shown of the e-invoice that was drawn last, under its key: one of many pages is read once, not for each page.
    shown: Option<(String, Vec<u8>)>,
}

impl Worker {
    fn answer(&mut self, request: Request, input: &mut impl Read, out: &mut impl Write) -> io::Result<()> {
        match request {
            Request::Keep { key } => {
                let bytes = wire::read_bytes(input)?;
                self.kept.sources.insert(key, bytes);
                Ok(())
            }
            Request::Forget { key } => {
                self.kept.sources.remove(&key);
                Ok(())
            }
            Request::Warm => {
                let reply = self
                    .installation
                    .engines()
                    .map_err(|error| engine_reply(&error))
                    .and_then(|engines| engines.warm().map_err(|error| engine_reply(&error)));
                wire::write_message(out, &reply.map_or_else(|fault| fault, |()| Reply::Done))
            }
            Request::Read { place, name, split, flow, own, memories, limits } => {
                let options = ReadOptions { name, split, flow, own, memories, limits };
                let reply = self.read(&place, &options, out)?;
                wire::write_message(out, &reply)
            }
            Request::Extract { place, pages } => {
                let bytes = self.kept.bytes(&place);
                let extracted = match (self.installation.engines(), bytes) {
                    (Err(error), _) => return wire::write_message(out, &engine_reply(&error)),
                    (_, Err(finding)) => Err(finding),
                    (Ok(engines), Ok(bytes)) => engines.pdf().extract(&bytes, &pages),
                };
                match extracted {
                    Ok(bytes) => {
                        wire::write_message(out, &Reply::Extracted)?;
                        wire::write_bytes(out, &bytes)
                    }
                    Err(finding) => wire::write_message(out, &Reply::Undrawn(finding)),
                }
            }
            Request::Draw { place, page, placement, long_side, kind } => {
                let drawn = match self.installation.engines() {
                    Err(error) => return wire::write_message(out, &engine_reply(&error)),
                    Ok(engines) => self.kept.shown(engines.pdf(), &place).and_then(|bytes| {
                        let picture = draw::page(engines.pdf(), &bytes, page, &placement, long_side)?;
                        draw::encode(&picture, kind).map(|bytes| (picture.dimensions(), bytes))
                    }),
                };
                match drawn {
                    Ok(((width, height), bytes)) => {
                        wire::write_message(out, &Reply::Drawn { width, height })?;
                        wire::write_bytes(out, &bytes)
                    }
                    Err(finding) => wire::write_message(out, &Reply::Undrawn(finding)),
                }
            }
        }
    }
    fn read(&mut self, place: &Place, options: &ReadOptions, out: &mut impl Write) -> io::Result<Reply> {
        let bytes = match self.kept.bytes(place) {
            Ok(bytes) => bytes,
            Err(finding) => return Ok(Reply::Read(Box::new(read::unread(finding)))),
        };
        let engines = match self.installation.engines() {
            Ok(engines) => engines,
            Err(error) => return Ok(engine_reply(&error)),
        };
        let mut broken = None;
        let read = read::read_source(engines, &bytes, options, &mut |page, pages| match wire::write_message(
            out,
            &Reply::Page { page, pages },
        ) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        });
        match (broken, read) {
            (Some(error), _) => Err(error),
            (None, Ok(reading)) => Ok(Reply::Read(Box::new(reading))),
            (None, Err(error)) => Ok(engine_reply(&error)),
        }
    }
}

impl Installation {
    fn engines(&mut self) -> Result<&mut Engines, EngineError> {
        let files = self.files.as_ref().map_err(EngineError::clone)?;
        match &mut self.engines {
            Some(engines) => Ok(engines),
            slot => Ok(slot.insert(Engines::load(files)?)),
        }
    }
}

impl Kept {
    fn bytes(&self, place: &Place) -> Result<Cow<'_, [u8]>, Finding> {
        match place {
            Place::Key(key) => self.sources.get(key).map(|bytes| bytes.as_slice().into()).ok_or_else(|| {
                Finding::error("file_unreadable", "the bytes of the source were not handed to the reader")
            }),
            Place::Path(path) => std::fs::read(path).map(Into::into).map_err(|error| {
                Finding::error("file_unreadable", format!("the file cannot be read: {error}"))
            }),
        }
    }
    /// The bytes that a screen shows of a source: its own, or the picture of an e-invoice.
    fn shown(&mut self, pdf: &Pdf, place: &Place) -> Result<Cow<'_, [u8]>, Finding> {
        let Place::Key(key) = place else { return self.bytes(place) };
        if self.shown.as_ref().is_none_or(|(of, _)| of != key) {
            let drawn = draw::shown(pdf, &self.bytes(place)?);
            match drawn {
                Some(drawn) => self.shown = Some((key.clone(), drawn)),
                None => return self.bytes(place),
            }
        }
        match &self.shown {
            Some((_, shown)) => Ok(shown.as_slice().into()),
            None => self.bytes(place),
        }
    }
}

fn engine_reply(error: &EngineError) -> Reply {
    Reply::Engine { code: error.code().to_owned(), message: error.to_string() }
}
