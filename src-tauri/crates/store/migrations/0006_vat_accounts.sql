-- VAT accounts; the rate in hundredths of a percent, NULL for every rate; the treatment is that of the domain, as JSON.
CREATE TABLE vat_account (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  code        TEXT NOT NULL,
  flow        TEXT NOT NULL CHECK (flow IN ('purchases', 'sales')),
  label       TEXT NOT NULL,
  rate        INTEGER CHECK (rate BETWEEN 0 AND 10000),
  rate_origin TEXT NOT NULL CHECK (rate_origin IN ('label', 'assumed', 'user')),
  treatment   TEXT NOT NULL,
  counterpart TEXT,
  waiting     TEXT,
  deductible  INTEGER CHECK (deductible BETWEEN 0 AND 100),
  PRIMARY KEY (client_file, code, flow)
) STRICT, WITHOUT ROWID;

-- The share of the tax that may be deducted, in percent, for the accounts that begin with a code.
CREATE TABLE deductibility (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  account     TEXT NOT NULL,
  share       INTEGER NOT NULL CHECK (share BETWEEN 0 AND 100),
  PRIMARY KEY (client_file, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE coding_settings (
  client_file       BLOB NOT NULL PRIMARY KEY REFERENCES client_file (id),
  territory         TEXT NOT NULL,
  sales_exigibility TEXT NOT NULL CHECK (sales_exigibility IN ('debits', 'payments'))
) STRICT, WITHOUT ROWID;

CREATE TABLE coding_account (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  purpose     TEXT NOT NULL,
  account     TEXT NOT NULL,
  PRIMARY KEY (client_file, purpose)
) STRICT, WITHOUT ROWID;

-- Rates of exchange of the whole firm, in millionths of a unit for one euro; the source is that of the domain, as JSON.
CREATE TABLE exchange_rate (
  currency TEXT NOT NULL,
  date     TEXT NOT NULL,
  rate     INTEGER NOT NULL CHECK (rate > 0),
  source   TEXT NOT NULL,
  PRIMARY KEY (currency, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file BLOB NOT NULL REFERENCES client_file (id),
  name        TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('employee', 'partner', 'sole_trader', 'other')),
  account     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_client_file ON person (client_file);

-- What a card says of its documents, as JSON.
ALTER TABLE third_party ADD COLUMN defaults TEXT NOT NULL DEFAULT '{}';

ALTER TABLE allocation ADD COLUMN axes TEXT;
ALTER TABLE allocation ADD COLUMN deductible TEXT;

-- A document may have a second entry, that of its payment: the former table allowed one only. The columns keep their
-- order, so that changesets made before still fit.
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
  purpose         TEXT NOT NULL DEFAULT 'document' CHECK (purpose IN ('document', 'payment')),
  UNIQUE (document, purpose)
) STRICT, WITHOUT ROWID;
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
INSERT INTO entry (id, document, journal, date, piece_reference, due_date, currency)
  SELECT id, document, journal, date, piece_reference, due_date, currency FROM former_entry;
INSERT INTO entry_line (entry, position, account, account_label, auxiliary, side, amount, label)
  SELECT entry, position, account, account_label, auxiliary, side, amount, label FROM former_line;
DROP TABLE former_line;
DROP TABLE former_entry;
