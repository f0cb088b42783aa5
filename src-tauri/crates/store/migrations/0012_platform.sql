-- What came from a plateforme agréée, so that nothing is taken in twice.
CREATE TABLE platform_flow (
  client_file BLOB NOT NULL REFERENCES client_file (id),
  flow        TEXT NOT NULL,
  source      BLOB NOT NULL REFERENCES source (id),
  received_at INTEGER NOT NULL,
  PRIMARY KEY (client_file, flow)
) STRICT, WITHOUT ROWID;
CREATE INDEX platform_flow_source ON platform_flow (source);

-- What was said of an e-invoice to its supplier (statuses of XP Z12-012): the outbox of these messages. `message` is the file
-- as it leaves, so that it is the same each time; `state` as that of a publication.
CREATE TABLE life_cycle_message (
  id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  source      BLOB NOT NULL REFERENCES source (id),
  status      TEXT NOT NULL,
  reason      TEXT,
  note        TEXT,
  file_name   TEXT NOT NULL,
  message     BLOB NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'unknown', 'done', 'refused')),
  detail      TEXT,
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX life_cycle_message_source ON life_cycle_message (source, created_at);
CREATE INDEX life_cycle_message_open ON life_cycle_message (state) WHERE state IN ('pending', 'sent', 'unknown');
