-- When a document was let go: what a system does not show for long enough after that, it has not received.
ALTER TABLE publication ADD COLUMN sent_at INTEGER;
-- For targets that are folders: when the file was seen to be taken, and when one that had been taken was back.
ALTER TABLE publication ADD COLUMN taken_at INTEGER;
ALTER TABLE publication ADD COLUMN returned_at INTEGER;
CREATE INDEX publication_watched ON publication (target, taken_at) WHERE state = 'done';

-- Documents that a person let go by themselves: sales that were sent, purchases that were approved.
CREATE TABLE document_release (
  document BLOB NOT NULL PRIMARY KEY REFERENCES document (id)
) STRICT, WITHOUT ROWID;
