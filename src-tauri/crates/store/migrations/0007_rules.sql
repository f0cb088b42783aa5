-- Several rules a third party: each for the documents that its narrowing describes (JSON of the domain). `account` where
-- all goes to one, else `template` (JSON of the domain). The columns of before keep their order: changes recorded before
-- are undone in the new table.
CREATE TABLE rule_of_many (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  third_party BLOB NOT NULL REFERENCES third_party (id),
  account     TEXT,
  vat_scheme  TEXT,
  origin      TEXT NOT NULL,
  narrowing   TEXT NOT NULL DEFAULT '{}',
  template    TEXT,
  CHECK ((account IS NULL) <> (template IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO rule_of_many (id, third_party, account, vat_scheme, origin)
  SELECT id, third_party, account, vat_scheme, origin FROM rule;
DROP TABLE rule;
ALTER TABLE rule_of_many RENAME TO rule;
CREATE INDEX rule_third_party ON rule (third_party);

-- A third party is looked for in the whole firm, where a client file does not know it.
CREATE INDEX third_party_firm_siren ON third_party (kind, siren) WHERE siren IS NOT NULL;
CREATE INDEX third_party_firm_vat ON third_party (kind, vat_number) WHERE vat_number IS NOT NULL;
CREATE INDEX third_party_firm_name ON third_party (kind, name_key);

-- Two documents that a person compared and found to be two papers. The smaller id stands first.
CREATE TABLE distinct_papers (
  one   BLOB NOT NULL REFERENCES document (id),
  other BLOB NOT NULL REFERENCES document (id),
  PRIMARY KEY (one, other),
  CHECK (one < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX distinct_papers_other ON distinct_papers (other);

-- What the first page looks like (64 differences of neighbouring greys), why it repeats the earlier one (JSON), and the
-- total to look for its likes by.
ALTER TABLE document ADD COLUMN picture INTEGER;
ALTER TABLE document ADD COLUMN duplicate_reason TEXT;
CREATE INDEX document_total ON document (client_file, flow, total) WHERE total IS NOT NULL;
CREATE INDEX document_picture ON document (client_file, flow, picture) WHERE picture IS NOT NULL;
