//! The sample: a fictitious bakery with some fifteen papers, one in every status, so that a newcomer sees the point within
//! a minute, and an empty client file beside it to try one's own.

use std::sync::Arc;

use liasse_domain::{ClientFileId, Country, DocumentStatus, Flow, SplitMode};
use liasse_papers::sample::{Part, SampleFlow, client, sample, sample_fec};
use liasse_reading::page::Placement;
use liasse_reading::worker::{DrawRequest, Held, PictureKind};
use liasse_store::{Digest, Origin};

use crate::api::{DeskError, Doubt};
use crate::desk::{Desk, client_file_id};
use crate::intake::{Destination, Intake};
use crate::publication::Target;

/// Points to an inch.
const POINTS: f32 = 72.0;
/// Long side of an A4 page, in points.
const A4: f32 = 842.0;

impl Desk {
    /// Fills a new data folder with the sample. A folder that holds anything stays as it is.
    pub(crate) fn fill_sample(&self) -> Result<(), DeskError> {
        if !self.client_files()?.is_empty() {
            return Ok(());
        }
        let firm = self.create("LENOIR", "Cabinet Lenoir", true, "", "")?;
        self.load_standard_chart(firm.to_string())?;
        let party = client();
        let siren = party.siren.clone().unwrap_or_default();
        let vat = party.vat.clone().unwrap_or_default();
        let bakery = self.create("MARCHAL", &party.name, false, &siren, &vat)?;
        let (name, bytes) = sample_fec();
        let path = self.folder.join("tmp").join(&name);
        let unwritable = |error: std::io::Error| DeskError::internal(&format!("{}: {error}", path.display()));
        std::fs::create_dir_all(self.folder.join("tmp")).map_err(unwritable)?;
        std::fs::write(&path, bytes).map_err(unwritable)?;
        let imported = self.import_fec(bakery.to_string(), path.to_string_lossy().into_owned());
        std::fs::remove_file(&path).map_err(unwritable)?;
        imported?;
        let own = self.create("ESSAI", "À vous d’essayer", false, "", "")?;
        self.load_standard_chart(own.to_string())?;
        self.put_sample_papers(bakery)
    }

    fn create(
        &self,
        code: &str,
        name: &str,
        firm: bool,
        siren: &str,
        vat: &str,
    ) -> Result<ClientFileId, DeskError> {
        let mut form = self.client_file_form(None, Country::FR.to_string())?;
        code.clone_into(&mut form.code);
        name.clone_into(&mut form.name);
        siren.clone_into(&mut form.siren);
        vat.clone_into(&mut form.vat_number);
        form.is_firm = firm;
        // Somewhere to publish to at once: a folder of the sample's own.
        let bob = self.folder.join("bob-demat");
        std::fs::create_dir_all(&bob)
            .map_err(|error| DeskError::internal(&format!("{}: {error}", bob.display())))?;
        form.bob_root = bob.to_string_lossy().into_owned();
        code.clone_into(&mut form.bob_code);
        client_file_id(&self.save_client_file(form)?.id)
    }

    fn put_sample_papers(&self, bakery: ClientFileId) -> Result<(), DeskError> {
        let mut client = self.worker.client();
        let render = std::cell::RefCell::new(&mut client);
        let draw = |pdf: &[u8], page: usize, dpi: f32| {
            let request = DrawRequest {
                source: Held::Bytes { key: Digest::of(pdf).to_string(), bytes: Arc::from(pdf) },
                page: page as u32 + 1,
                placement: Placement::default(),
                long_side: (A4 * dpi / POINTS) as u32,
                kind: PictureKind::Png,
            };
            let drawn = render.borrow_mut().draw(&request).map_err(|error| error.to_string())?;
            image::load_from_memory(&drawn.bytes)
                .map(|picture| picture.to_rgb8())
                .map_err(|error| error.to_string())
        };
        let papers = sample(Some(&draw)).map_err(|error| DeskError::new(error.code(), error.to_string()))?;
        let mut intake = Intake::default();
        for paper in papers {
            let to = Destination {
                client_file: bakery,
                flow: match paper.flow {
                    SampleFlow::Purchases => Flow::Purchases,
                    SampleFlow::Sales => Flow::Sales,
                },
                split_mode: SplitMode::Automatic,
                origin: Origin::Sample,
            };
            self.take_in_bytes(to, paper.file_name, None, &paper.bytes, &mut intake)?;
            if paper.part == Part::Published {
                self.read_waiting(&mut client)?;
                self.publish_settled(bakery)?;
            }
        }
        Ok(())
    }

    /// Accepts what was read and publishes it to the sample's own folder.
    fn publish_settled(&self, bakery: ClientFileId) -> Result<(), DeskError> {
        for id in self.read(|reader| reader.documents_in_status(bakery, DocumentStatus::ToReview))? {
            let doubts = self.review(id.to_string())?.doubts;
            for doubt in doubts.into_iter().filter(Doubt::can_be_accepted) {
                self.accept_field(id.to_string(), doubt.field)?;
            }
        }
        let ready = self.read(|reader| reader.documents_in_status(bakery, DocumentStatus::Ready))?;
        let ready = ready.iter().map(ToString::to_string).collect();
        self.publish(bakery.to_string(), ready, Target::Bob.code().to_owned(), None).map(drop)
    }
}
