/** A handset exists while there are messages on it; `touched` is the id of the last one. */
export const HANDSET_SCHEMA = `
  CREATE TABLE IF NOT EXISTS handset (number TEXT PRIMARY KEY, touched INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS handset_by_touch ON handset (touched);

  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL REFERENCES handset ON DELETE CASCADE,
    carrier_message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_by_number ON message (number, id);
  CREATE INDEX IF NOT EXISTS message_unreported ON message (id) WHERE state = 'arrived';

  CREATE TABLE IF NOT EXISTS travelling (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    carrier_message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    arrives_at INTEGER NOT NULL
  ) STRICT;
`;
