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

-- Two documents that a person compared: two papers, or the same one twice. The smaller id stands first.
CREATE TABLE compared_papers (
  one     BLOB NOT NULL REFERENCES document (id),
  other   BLOB NOT NULL REFERENCES document (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('distinct', 'same')),
  PRIMARY KEY (one, other),
  CHECK (one < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_papers_other ON compared_papers (other);

-- What a page that is a picture looks like: 64 comparisons of neighbouring parts; a document has that of its first page.
ALTER TABLE page ADD COLUMN picture INTEGER;
ALTER TABLE document ADD COLUMN picture INTEGER;
CREATE INDEX document_total ON document (client_file, flow, total) WHERE total IS NOT NULL;
CREATE INDEX document_picture ON document (client_file, flow, picture) WHERE picture IS NOT NULL;
