-- A published document may be re-opened: its publications are withdrawn, where the target took the entry as well by one of its
-- own that reverses it.
ALTER TABLE publication ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE publication ADD COLUMN reverses BLOB REFERENCES publication (id);
ALTER TABLE publication ADD COLUMN reversal_date TEXT;
DROP INDEX publication_once;
CREATE UNIQUE INDEX publication_once ON publication (document, target)
  WHERE state <> 'refused' AND settlement IS NULL AND reverses IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX publication_reversal ON publication (reverses) WHERE state <> 'refused' AND reverses IS NOT NULL;

-- What a target took stays told: the entry that was reversed, and the one that reverses it. The columns keep their order, so
-- that changesets made before still fit.
CREATE TABLE former_line AS SELECT * FROM entry_line;
CREATE TABLE former_entry AS SELECT * FROM entry;
DROP TABLE entry_line;
DROP TABLE entry;
CREATE TABLE entry (
  id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  document        BLOB NOT NULL REFERENCES document (id),
  journal         TEXT NOT NULL,
  date            TEXT NOT NULL,
  piece_reference TEXT NOT NULL,
  due_date        TEXT,
  currency        TEXT NOT NULL,
  purpose         TEXT NOT NULL DEFAULT 'document'
                  CHECK (purpose IN ('document', 'payment', 'tax_due', 'reversed', 'reversal'))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_once ON entry (document, purpose) WHERE purpose IN ('document', 'payment');
CREATE INDEX entry_document ON entry (document);
CREATE TABLE entry_line (
  entry            BLOB NOT NULL REFERENCES entry (id),
  position         INTEGER NOT NULL,
  account          TEXT NOT NULL,
  account_label    TEXT NOT NULL,
  auxiliary        TEXT,
  side             TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
  amount           INTEGER NOT NULL CHECK (amount > 0),
  label            TEXT NOT NULL,
  axis_first       TEXT,
  axis_second      TEXT,
  foreign_amount   INTEGER,
  foreign_currency TEXT,
  notes            TEXT,
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
INSERT INTO entry SELECT * FROM former_entry;
INSERT INTO entry_line SELECT * FROM former_line;
DROP TABLE former_line;
DROP TABLE former_entry;
