-- What pays a document after it was booked; with it the tax that waited becomes due.
CREATE TABLE settlement (
  id       BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  document BLOB NOT NULL REFERENCES document (id),
  date     TEXT NOT NULL,
  amount   INTEGER NOT NULL CHECK (amount > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_document ON settlement (document);

-- A settlement has an entry of its own, under its own identity: a document has as many as it has settlements. The columns
-- keep their order, so that changesets made before still fit.
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
  purpose         TEXT NOT NULL DEFAULT 'document' CHECK (purpose IN ('document', 'payment', 'tax_due'))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_once ON entry (document, purpose) WHERE purpose <> 'tax_due';
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

-- The entry of a settlement is published on its own, once.
ALTER TABLE publication ADD COLUMN settlement BLOB REFERENCES settlement (id);
DROP INDEX publication_once;
CREATE UNIQUE INDEX publication_once ON publication (document, target) WHERE state <> 'refused' AND settlement IS NULL;
CREATE UNIQUE INDEX publication_settlement ON publication (settlement) WHERE state <> 'refused' AND settlement IS NOT NULL;
