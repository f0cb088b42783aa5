-- The files that ask something of the user: few among all that ever came in.
CREATE INDEX source_waiting ON source (client_file, flow, received_at)
  WHERE state <> 'read' OR unsure_boundaries <> '[]';
