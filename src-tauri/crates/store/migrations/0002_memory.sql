-- Why each value was taken.
ALTER TABLE field ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]';

-- What corrections taught about the papers of one supplier of one client file.
CREATE TABLE supplier_memory (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_file BLOB NOT NULL REFERENCES client_file (id),
  flow        TEXT NOT NULL CHECK (flow IN ('purchases', 'sales')),
  third_party BLOB REFERENCES third_party (id),
  signs       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_memory_client_file ON supplier_memory (client_file, flow);

CREATE TABLE lesson (
  memory       BLOB NOT NULL REFERENCES supplier_memory (id),
  field        TEXT NOT NULL,
  position     INTEGER NOT NULL,
  teaching     TEXT NOT NULL,
  taught       INTEGER NOT NULL CHECK (taught >= 1),
  contradicted INTEGER NOT NULL CHECK (contradicted >= 0),
  PRIMARY KEY (memory, field, position)
) STRICT, WITHOUT ROWID;

-- What is public about a company, for the whole firm: the name behind an identifier, however papers print it.
CREATE TABLE public_name (
  identifier  TEXT NOT NULL,
  printed_key TEXT NOT NULL,
  printed     TEXT NOT NULL,
  name        TEXT NOT NULL,
  PRIMARY KEY (identifier, printed_key)
) STRICT, WITHOUT ROWID;
