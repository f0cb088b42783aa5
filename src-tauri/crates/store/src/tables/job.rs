//! The reading queue. It survives the program: what was running when the program died is queued again at start.

use liasse_domain::{Finding, JobId, SourceId};
use rusqlite::{Params, Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json_if_any, words};
use crate::{Reader, StoreError, Timestamp, Writer};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// Is at work.
    Running,
    /// Was done.
    Done,
    /// Failed; its error says why.
    Failed,
    /// Was cancelled.
    Cancelled,
}
words! {
    JobState, "state of a job": {
        Queued => "queued", Running => "running", Done => "done", Failed => "failed", Cancelled => "cancelled",
    }
}

/// The reading of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// Identity.
    pub id: JobId,
    /// The source to read.
    pub source: SourceId,
    /// Where it stands.
    pub state: JobState,
    /// How often it was started.
    pub attempts: u32,
    /// Pages read so far.
    pub pages_done: u32,
    /// Pages in all, once known.
    pub pages_total: Option<u32>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was last started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<Finding>,
}

impl JobRow {
    /// A new job, queued.
    pub fn queued(id: JobId, source: SourceId, now: Timestamp) -> JobRow {
        JobRow {
            id,
            source,
            state: JobState::Queued,
            attempts: 0,
            pages_done: 0,
            pages_total: None,
            created_at: now,
            started_at: None,
            finished_at: None,
            error: None,
        }
    }
}

const COLUMNS: &str =
    "id, source, state, attempts, pages_done, pages_total, created_at, started_at, finished_at,
    error";

fn job(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    Ok(JobRow {
        id: row.key(0)?,
        source: row.key(1)?,
        state: row.word(2)?,
        attempts: row.get(3)?,
        pages_done: row.get(4)?,
        pages_total: row.get(5)?,
        created_at: row.at(6)?,
        started_at: row.at_if_any(7)?,
        finished_at: row.at_if_any(8)?,
        error: row.json_if_any(9, "finding")?,
    })
}

impl Reader<'_> {
    /// One job.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn job(&self, id: JobId) -> Result<JobRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE id = ?");
        row(self.connection, &sql, [id.key()], job)?.ok_or_else(|| StoreError::not_found("job", id))
    }
    /// The jobs in one state, oldest first.
    pub fn jobs_in_state(&self, state: JobState) -> Result<Vec<JobRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE state = ? ORDER BY created_at, id");
        rows(self.connection, &sql, [state.word()], job)
    }
    /// The job whose turn it is: the oldest that is queued.
    pub fn next_job(&self) -> Result<Option<JobRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE state = 'queued' ORDER BY created_at, id LIMIT 1");
        row(self.connection, &sql, [], job)
    }
    /// The jobs of a source, oldest first.
    pub fn jobs_of_source(&self, source: SourceId) -> Result<Vec<JobRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE source = ? ORDER BY created_at, id");
        rows(self.connection, &sql, [source.key()], job)
    }
}

impl Writer<'_> {
    /// Adds a job, or changes the one with this identity.
    pub fn put_job(&mut self, job: &JobRow) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO job ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET source = excluded.source, state = excluded.state,
               attempts = excluded.attempts, pages_done = excluded.pages_done,
               pages_total = excluded.pages_total, created_at = excluded.created_at,
               started_at = excluded.started_at, finished_at = excluded.finished_at, error = excluded.error"
        );
        let values = params![
            job.id.key(),
            job.source.key(),
            job.state.word(),
            job.attempts,
            job.pages_done,
            job.pages_total,
            job.created_at.millis(),
            job.started_at.map(Timestamp::millis),
            job.finished_at.map(Timestamp::millis),
            to_json_if_any(job.error.as_ref())?
        ];
        run(self.connection, &sql, values).map(drop)
    }
    /// Takes the oldest queued job, marks it running and counts the attempt.
    pub fn start_next_job(&mut self, now: Timestamp) -> Result<Option<JobRow>, StoreError> {
        let Some(job) = self.next_job()? else { return Ok(None) };
        let started = JobRow {
            state: JobState::Running,
            attempts: job.attempts.saturating_add(1),
            started_at: Some(now),
            finished_at: None,
            error: None,
            ..job
        };
        self.put_job(&started)?;
        Ok(Some(started))
    }
    /// Says how far a job is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_job_progress(
        &mut self,
        id: JobId,
        pages_done: u32,
        pages_total: Option<u32>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE job SET pages_done = ?, pages_total = ? WHERE id = ?";
        self.update_job(id, sql, params![pages_done, pages_total, id.key()])
    }
    /// Ends a job (done, failed or cancelled).
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn finish_job(
        &mut self,
        id: JobId,
        state: JobState,
        now: Timestamp,
        error: Option<&Finding>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE job SET state = ?, finished_at = ?, error = ? WHERE id = ?";
        self.update_job(id, sql, params![state.word(), now.millis(), to_json_if_any(error)?, id.key()])
    }
    fn update_job(&mut self, id: JobId, sql: &str, params: impl Params) -> Result<(), StoreError> {
        match run(self.connection, sql, params)? {
            0 => Err(StoreError::not_found("job", id)),
            _ => Ok(()),
        }
    }
    /// At start: queues again what was running when the program died. How many jobs that were.
    pub fn requeue_running_jobs(&mut self) -> Result<usize, StoreError> {
        run(
            self.connection,
            "UPDATE source SET state = 'queued' WHERE state = 'reading'
               AND id IN (SELECT source FROM job WHERE state = 'running')",
            [],
        )?;
        run(self.connection, "UPDATE job SET state = 'queued', pages_done = 0 WHERE state = 'running'", [])
    }
}
