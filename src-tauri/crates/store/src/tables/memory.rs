//! What corrections taught: lessons per supplier of a client file, and the names behind public identifiers.

use liasse_domain::{
    ClientFileId, DocumentId, Flow, Lesson, MemoryId, SupplierMemory, SupplierSigns, ThirdPartyId,
};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, rows, run, to_json};
use crate::{Reader, StoreError, Writer, name_key};

/// What is remembered of one supplier of a client file; on sales, of the client file's own papers.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryRow {
    /// Identity.
    pub id: MemoryId,
    /// The client file.
    pub client_file: ClientFileId,
    /// Purchases or sales.
    pub flow: Flow,
    /// The supplier's card, when it is known.
    pub third_party: Option<ThirdPartyId>,
    /// By what its papers are recognised, and the lessons.
    pub memory: SupplierMemory,
}

/// The name behind an identifier, however a paper prints it. Public, so known in every client file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicName {
    /// SIREN or VAT number.
    pub identifier: String,
    /// The name as a paper was read to print it.
    pub printed: String,
    /// The name.
    pub name: String,
}

fn lesson(row: &Row<'_>) -> rusqlite::Result<Lesson> {
    Ok(Lesson {
        field: row.word(0)?,
        teaching: row.json(1, "lesson")?,
        taught: row.get(2)?,
        contradicted: row.get(3)?,
    })
}

impl Reader<'_> {
    /// All that is remembered of a client file's papers.
    pub fn memories(&self, client_file: ClientFileId, flow: Flow) -> Result<Vec<MemoryRow>, StoreError> {
        let sql = "SELECT id, third_party, signs FROM supplier_memory
                   WHERE client_file = ? AND flow = ? ORDER BY id";
        let found: Vec<(MemoryId, Option<ThirdPartyId>, SupplierSigns)> =
            rows(self.connection, sql, params![client_file.key(), flow.word()], |row| {
                Ok((row.key(0)?, row.key_if_any(1)?, row.json(2, "signs of a supplier")?))
            })?;
        let sql = "SELECT field, teaching, taught, contradicted FROM lesson WHERE memory = ?
                   ORDER BY field, position";
        found
            .into_iter()
            .map(|(id, third_party, signs)| {
                let lessons = rows(self.connection, sql, [id.key()], lesson)?;
                Ok(MemoryRow {
                    id,
                    client_file,
                    flow,
                    third_party,
                    memory: SupplierMemory { signs, lessons },
                })
            })
            .collect()
    }
    /// The public names that corrections taught, in every client file.
    pub fn public_names(&self) -> Result<Vec<PublicName>, StoreError> {
        let sql = "SELECT identifier, printed, name FROM public_name ORDER BY identifier, printed_key";
        rows(self.connection, sql, [], |row| {
            Ok(PublicName { identifier: row.get(0)?, printed: row.get(1)?, name: row.get(2)? })
        })
    }
    /// The waiting documents of a client file that are shown under a name, compared by [`name_key`].
    pub fn waiting_documents_named(
        &self,
        client_file: ClientFileId,
        flow: Flow,
        name: &str,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT id FROM document WHERE client_file = ? AND flow = ? AND party_key = ?
                     AND status IN ('to_split', 'to_review', 'ready') ORDER BY id";
        rows(self.connection, sql, params![client_file.key(), flow.word(), name_key(name)], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Puts what is remembered of a supplier in the place of what was.
    pub fn put_memory(&mut self, memory: &MemoryRow) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO supplier_memory (id, client_file, flow, third_party, signs) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, flow = excluded.flow,
               third_party = excluded.third_party, signs = excluded.signs",
            params![
                memory.id.key(),
                memory.client_file.key(),
                memory.flow.word(),
                memory.third_party.map(Key::key),
                to_json(&memory.memory.signs)?
            ],
        )?;
        run(self.connection, "DELETE FROM lesson WHERE memory = ?", [memory.id.key()])?;
        for (position, lesson) in (0i64..).zip(&memory.memory.lessons) {
            run(
                self.connection,
                "INSERT INTO lesson (memory, field, position, teaching, taught, contradicted)
                 VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    memory.id.key(),
                    lesson.field.word(),
                    position,
                    to_json(&lesson.teaching)?,
                    lesson.taught,
                    lesson.contradicted
                ],
            )?;
        }
        Ok(())
    }
    /// Forgets what is remembered of a supplier.
    pub fn delete_memory(&mut self, id: MemoryId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM lesson WHERE memory = ?", [id.key()])?;
        run(self.connection, "DELETE FROM supplier_memory WHERE id = ?", [id.key()]).map(drop)
    }
    /// Remembers a name behind a public identifier; the newest word holds.
    pub fn put_public_name(&mut self, known: &PublicName) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO public_name (identifier, printed_key, printed, name) VALUES (?, ?, ?, ?)
             ON CONFLICT (identifier, printed_key) DO UPDATE SET printed = excluded.printed, name = excluded.name",
            params![known.identifier, name_key(&known.printed), known.printed, known.name],
        )
        .map(drop)
    }
    /// Forgets how a paper prints the name behind an identifier.
    pub fn delete_public_name(&mut self, identifier: &str, printed: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM public_name WHERE identifier = ? AND printed_key = ?";
        run(self.connection, sql, params![identifier, name_key(printed)]).map(drop)
    }
}
