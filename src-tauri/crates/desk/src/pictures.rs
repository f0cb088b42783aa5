//! Pictures of pages for the screens, drawn by a worker and kept for a while.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use liasse_domain::SourceId;
use liasse_reading::Page;
use liasse_reading::page::Placement;
use liasse_reading::worker::{Client, DrawRequest, Held, PictureKind};

use crate::api::DeskError;
use crate::desk::{Desk, locked, source_id};

/// Bytes of pictures that are kept.
const MOST_BYTES: usize = 96 * 1024 * 1024;

type Key = (SourceId, u32, u32);

/// The drawing worker and the pictures that it drew last.
#[derive(Default)]
pub struct Pictures {
    client: Mutex<Option<Client>>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    pictures: VecDeque<(Key, Arc<[u8]>)>,
    bytes: usize,
}

impl Kept {
    fn get(&self, key: Key) -> Option<Arc<[u8]>> {
        self.pictures.iter().find(|(kept, _)| *kept == key).map(|(_, picture)| picture.clone())
    }
    fn put(&mut self, key: Key, picture: Arc<[u8]>) {
        self.bytes += picture.len();
        self.pictures.push_back((key, picture));
        while self.bytes > MOST_BYTES {
            let Some((_, old)) = self.pictures.pop_front() else { return };
            self.bytes -= old.len();
        }
    }
}

impl Desk {
    /// A page as a picture about `width` pixels wide, upright as its words lie: media type and bytes.
    pub fn page_picture(
        &self,
        source: String,
        page: u32,
        width: u32,
    ) -> Result<(&'static str, Vec<u8>), DeskError> {
        let id = source_id(&source)?;
        let key = (id, page, width);
        if let Some(picture) = locked(&self.pictures.kept).get(key) {
            return Ok(("image/jpeg", picture.to_vec()));
        }
        let (row, read) =
            self.read(|reader| Ok((reader.source(id)?, reader.page_words::<Page>(id, page)?)))?;
        let (placement, aspect) = match &read {
            Some(page) => (
                Placement { corners: page.corners, rotation: page.rotation, skew: page.skew },
                if page.width > 0.0 { page.height / page.width } else { 1.414 },
            ),
            None => (Placement::default(), 1.414),
        };
        let long_side = (f64::from(width) * f64::from(aspect.max(1.0))).round() as u32;
        let mut client = locked(&self.pictures.client);
        // Drawn by another request while this one waited for the worker.
        if let Some(picture) = locked(&self.pictures.kept).get(key) {
            return Ok(("image/jpeg", picture.to_vec()));
        }
        let client = client.get_or_insert_with(|| self.worker.client());
        let bytes: Arc<[u8]> = self.blobs.get(&row.sha256)?.into();
        let drawn = client
            .draw(&DrawRequest {
                source: Held::Bytes { key: row.sha256.to_string(), bytes },
                page,
                placement,
                long_side,
                kind: PictureKind::Jpeg,
            })
            .map_err(|error| DeskError::new(error.code(), error.to_string()).with("detail", error))?;
        let picture: Arc<[u8]> = drawn.bytes.into();
        locked(&self.pictures.kept).put(key, picture.clone());
        Ok(("image/jpeg", picture.to_vec()))
    }

    /// These pages of a PDF as a PDF of their own.
    pub(crate) fn extract_pages(
        &self,
        source: &liasse_store::SourceRow,
        pages: &[u32],
    ) -> Result<Vec<u8>, DeskError> {
        let bytes: Arc<[u8]> = self.blobs.get(&source.sha256)?.into();
        let held = Held::Bytes { key: source.sha256.to_string(), bytes };
        let mut client = locked(&self.pictures.client);
        client
            .get_or_insert_with(|| self.worker.client())
            .extract(&held, pages)
            .map_err(|error| DeskError::new(error.code(), error.to_string()).with("detail", error))
    }
}
