-- The client files that a change concerns: the history of one tells nothing of the others.
CREATE TABLE change_client_file (
  client_file BLOB NOT NULL,
  change      BLOB NOT NULL REFERENCES change (id),
  PRIMARY KEY (client_file, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_client_file_change ON change_client_file (change);
INSERT INTO change_client_file (client_file, change)
  SELECT DISTINCT document.client_file, change_document.change
  FROM change_document JOIN document ON document.id = change_document.document;
