-- Ids are UUIDv7 as 16-byte BLOBs, amounts INTEGER hundredths, rates INTEGER hundredths of a percent,
-- days TEXT YYYY-MM-DD, instants INTEGER milliseconds since 1970 UTC, digests 32-byte BLOBs.
-- Children are deleted by code, never by cascade: a changeset must hold every row that a command changed.

CREATE TABLE client_file (
  id                   BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  code                 TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name                 TEXT NOT NULL,
  is_firm              INTEGER NOT NULL CHECK (is_firm IN (0, 1)),
  country              TEXT NOT NULL,
  siren                TEXT,
  vat_number           TEXT,
  address              TEXT NOT NULL,
  journal_purchases    TEXT NOT NULL,
  journal_sales        TEXT NOT NULL,
  journal_bank         TEXT NOT NULL,
  journal_general      TEXT NOT NULL,
  supplier_prefix      TEXT NOT NULL,
  customer_prefix      TEXT NOT NULL,
  purchase_vat         TEXT NOT NULL,
  sales_vat            TEXT NOT NULL,
  reverse_charge_vat   TEXT NOT NULL,
  deposits             TEXT NOT NULL,
  bob_root             TEXT,
  bob_code             TEXT,
  sage_ge_folder       TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX client_file_firm ON client_file (is_firm) WHERE is_firm = 1;

CREATE TABLE account (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  code        TEXT NOT NULL,
  label       TEXT NOT NULL,
  PRIMARY KEY (client_file, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE third_party (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file BLOB NOT NULL REFERENCES client_file (id),
  kind        TEXT NOT NULL CHECK (kind IN ('supplier', 'customer')),
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL,
  account     TEXT NOT NULL,
  country     TEXT,
  siren       TEXT,
  siret       TEXT,
  vat_number  TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX third_party_account ON third_party (client_file, kind, account);
CREATE INDEX third_party_name ON third_party (client_file, kind, name_key);
CREATE INDEX third_party_siren ON third_party (client_file, kind, siren) WHERE siren IS NOT NULL;
CREATE INDEX third_party_vat ON third_party (client_file, kind, vat_number) WHERE vat_number IS NOT NULL;

CREATE TABLE third_party_iban (
  third_party BLOB NOT NULL REFERENCES third_party (id),
  position    INTEGER NOT NULL,
  iban        TEXT NOT NULL,
  PRIMARY KEY (third_party, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX third_party_iban_iban ON third_party_iban (iban);

CREATE TABLE third_party_alias (
  third_party BLOB NOT NULL REFERENCES third_party (id),
  position    INTEGER NOT NULL,
  alias       TEXT NOT NULL,
  alias_key   TEXT NOT NULL,
  PRIMARY KEY (third_party, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX third_party_alias_key ON third_party_alias (alias_key);

CREATE TABLE rule (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  third_party BLOB NOT NULL UNIQUE REFERENCES third_party (id),
  account     TEXT NOT NULL,
  vat_scheme  TEXT,
  origin      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watched_folder (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file BLOB NOT NULL REFERENCES client_file (id),
  flow        TEXT NOT NULL CHECK (flow IN ('purchases', 'sales')),
  split_mode  TEXT NOT NULL CHECK (split_mode IN ('per_file', 'per_page', 'automatic')),
  path        TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id                BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file       BLOB NOT NULL REFERENCES client_file (id),
  flow              TEXT NOT NULL CHECK (flow IN ('purchases', 'sales')),
  split_mode        TEXT NOT NULL CHECK (split_mode IN ('per_file', 'per_page', 'automatic')),
  file_name         TEXT NOT NULL,
  media_type        TEXT NOT NULL,
  sha256            BLOB NOT NULL CHECK (length(sha256) = 32),
  byte_size         INTEGER NOT NULL,
  origin            TEXT NOT NULL,
  origin_path       TEXT,
  parent            BLOB REFERENCES source (id),
  received_at       INTEGER NOT NULL,
  page_count        INTEGER,
  state             TEXT NOT NULL CHECK (state IN ('queued', 'reading', 'read', 'failed', 'cancelled', 'duplicate')),
  duplicate_of      BLOB REFERENCES source (id),
  findings          TEXT NOT NULL,
  unsure_boundaries TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX source_sha256 ON source (client_file, sha256, received_at);
CREATE INDEX source_received ON source (client_file, received_at);
CREATE INDEX source_state ON source (state, client_file, received_at);
CREATE INDEX source_parent ON source (parent) WHERE parent IS NOT NULL;
CREATE INDEX source_duplicate ON source (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE page (
  source   BLOB NOT NULL REFERENCES source (id),
  number   INTEGER NOT NULL CHECK (number >= 1),
  width    REAL NOT NULL,
  height   REAL NOT NULL,
  rotation INTEGER NOT NULL,
  words    BLOB NOT NULL,
  text     BLOB NOT NULL,
  PRIMARY KEY (source, number)
) STRICT;

-- party_key … total are copies of what was read and coded, for lists, order and the search of duplicates.
CREATE TABLE document (
  id                  BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file         BLOB NOT NULL REFERENCES client_file (id),
  source              BLOB NOT NULL REFERENCES source (id),
  flow                TEXT NOT NULL CHECK (flow IN ('purchases', 'sales')),
  status              TEXT NOT NULL CHECK (status IN ('reading', 'to_split', 'to_review', 'ready', 'published', 'archived')),
  status_rank         INTEGER NOT NULL,
  boundary_confidence REAL NOT NULL,
  findings            TEXT NOT NULL,
  doubts              TEXT NOT NULL,
  duplicate_of        BLOB REFERENCES document (id),
  received_at         INTEGER NOT NULL,
  vat_lines_sure      INTEGER NOT NULL DEFAULT 0 CHECK (vat_lines_sure IN (0, 1)),
  vat_lines_evidence  TEXT,
  kind                TEXT,
  party_name          TEXT,
  party_key           TEXT NOT NULL DEFAULT '',
  issue_date          TEXT NOT NULL DEFAULT '',
  number              TEXT,
  number_key          TEXT,
  currency            TEXT,
  total               INTEGER,
  total_vat           INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX document_review_order ON document (client_file, status_rank, party_key, issue_date, id, flow);
CREATE INDEX document_flow_order ON document (client_file, flow, status_rank, party_key, issue_date, id);
CREATE INDEX document_firm_order ON document (status_rank, party_key, issue_date, id, flow);
CREATE INDEX document_source ON document (source);
CREATE INDEX document_number ON document (client_file, flow, number_key) WHERE number_key IS NOT NULL;
CREATE INDEX document_duplicate ON document (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE document_page (
  document BLOB NOT NULL REFERENCES document (id),
  position INTEGER NOT NULL,
  source   BLOB NOT NULL REFERENCES source (id),
  page     INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_page_source ON document_page (source, page);

CREATE TABLE field (
  document     BLOB NOT NULL REFERENCES document (id),
  name         TEXT NOT NULL,
  value        TEXT NOT NULL,
  evidence     TEXT,
  confidence   REAL NOT NULL,
  sure         INTEGER NOT NULL CHECK (sure IN (0, 1)),
  alternatives TEXT NOT NULL,
  PRIMARY KEY (document, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE vat_line (
  document BLOB NOT NULL REFERENCES document (id),
  position INTEGER NOT NULL,
  rate     INTEGER NOT NULL,
  base     INTEGER NOT NULL,
  amount   INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE line_item (
  document    BLOB NOT NULL REFERENCES document (id),
  position    INTEGER NOT NULL,
  description TEXT NOT NULL,
  quantity    TEXT,
  unit_price  TEXT,
  vat_rate    INTEGER,
  amount      INTEGER,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE coding (
  document             BLOB NOT NULL PRIMARY KEY REFERENCES document (id),
  third_party          BLOB REFERENCES third_party (id),
  proposed_third_party TEXT,
  vat_scheme           TEXT,
  reason               TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX coding_third_party ON coding (third_party) WHERE third_party IS NOT NULL;

CREATE TABLE allocation (
  document BLOB NOT NULL REFERENCES document (id),
  position INTEGER NOT NULL,
  account  TEXT,
  amount   INTEGER NOT NULL,
  vat_rate INTEGER,
  reason   TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  source      BLOB NOT NULL REFERENCES source (id),
  state       TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts    INTEGER NOT NULL,
  pages_done  INTEGER NOT NULL,
  pages_total INTEGER,
  created_at  INTEGER NOT NULL,
  started_at  INTEGER,
  finished_at INTEGER,
  error       TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX job_state ON job (state, created_at, id);
CREATE INDEX job_source ON job (source);

CREATE TABLE entry (
  id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  document        BLOB NOT NULL UNIQUE REFERENCES document (id),
  journal         TEXT NOT NULL,
  date            TEXT NOT NULL,
  piece_reference TEXT NOT NULL,
  due_date        TEXT,
  currency        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_line (
  entry         BLOB NOT NULL REFERENCES entry (id),
  position      INTEGER NOT NULL,
  account       TEXT NOT NULL,
  account_label TEXT NOT NULL,
  auxiliary     TEXT,
  side          TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
  amount        INTEGER NOT NULL CHECK (amount > 0),
  label         TEXT NOT NULL,
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;

-- The outbox: the row is committed before anything leaves.
CREATE TABLE publication (
  id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  document        BLOB NOT NULL REFERENCES document (id),
  target          TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  payload_sha256  BLOB NOT NULL CHECK (length(payload_sha256) = 32),
  state           TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'unknown', 'done', 'refused')),
  remote_id       TEXT,
  detail          TEXT,
  created_at      INTEGER NOT NULL,
  answered_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX publication_once ON publication (document, target) WHERE state <> 'refused';
CREATE INDEX publication_document ON publication (document, created_at);
CREATE INDEX publication_open ON publication (state, created_at) WHERE state IN ('pending', 'sent', 'unknown');

-- The ledger of changes: one row for each user command.
CREATE TABLE change (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  command   TEXT NOT NULL,
  summary   TEXT NOT NULL,
  changeset BLOB NOT NULL,
  undoable  INTEGER NOT NULL CHECK (undoable IN (0, 1)),
  undoes    BLOB REFERENCES change (id),
  undone_by BLOB REFERENCES change (id)
) STRICT;
CREATE INDEX change_undo ON change (seq) WHERE undoable = 1 AND undoes IS NULL AND undone_by IS NULL;
CREATE INDEX change_redo ON change (seq) WHERE undoes IS NOT NULL AND undone_by IS NULL;

CREATE TABLE change_document (
  document BLOB NOT NULL,
  change   BLOB NOT NULL REFERENCES change (id),
  PRIMARY KEY (document, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_document_change ON change_document (change);

-- Full text: derived, so not in the ledger; kept up to date by code.
CREATE TABLE search_row (
  id       INTEGER PRIMARY KEY,
  document BLOB NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
  party, number, body,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
