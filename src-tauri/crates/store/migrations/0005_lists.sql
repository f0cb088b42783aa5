-- By which card or account a paper was paid. The origin is that of the domain, as JSON.
CREATE TABLE payment_method (
  id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file  BLOB NOT NULL REFERENCES client_file (id),
  name         TEXT NOT NULL,
  reference    TEXT,
  account      TEXT,
  destination  TEXT,
  auto_publish INTEGER NOT NULL CHECK (auto_publish IN (0, 1)),
  origin       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_method_client_file ON payment_method (client_file);

CREATE TABLE payment_default (
  client_file    BLOB NOT NULL REFERENCES client_file (id),
  user           TEXT NOT NULL,
  payment_method BLOB NOT NULL REFERENCES payment_method (id),
  scope          TEXT NOT NULL CHECK (scope IN ('all', 'receipts', 'expense_reports')),
  PRIMARY KEY (client_file, user)
) STRICT, WITHOUT ROWID;

-- Whose papers a user's default payment method is for.
ALTER TABLE source ADD COLUMN added_by TEXT;

-- An account of a former chart, and the one that the user said has taken its place.
CREATE TABLE account_successor (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  former      TEXT NOT NULL,
  account     TEXT NOT NULL,
  PRIMARY KEY (client_file, former)
) STRICT, WITHOUT ROWID;
