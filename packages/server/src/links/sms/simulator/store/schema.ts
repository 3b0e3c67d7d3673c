/** The layout that this version reads; a file of another one is emptied, for all in it is make-believe. */
export const LAYOUT = 2;

/**
 * `revision` counts every change, so that nodes on the same file see what the others have done. A handset is there while
 * it has messages or settings of its own; `touched` is its last revision.
 */
export const SCHEMA = `
  CREATE TABLE revision (last INTEGER NOT NULL) STRICT;
  INSERT INTO revision VALUES (0);

  CREATE TABLE handset (
    number TEXT PRIMARY KEY,
    settings TEXT,
    touched INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX handset_by_touch ON handset (touched);

  CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL REFERENCES handset ON DELETE CASCADE,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    text TEXT NOT NULL,
    ref INTEGER,
    parts INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    part_id INTEGER,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX message_by_number ON message (number, id);
  CREATE INDEX message_by_revision ON message (revision);
  CREATE INDEX message_incomplete ON message (number, sender, ref) WHERE missing > 0;

  -- What has come of long messages that are not whole.
  CREATE TABLE fragment (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    part INTEGER NOT NULL,
    coding TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (message_id, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE part (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    carrier TEXT NOT NULL,
    account TEXT NOT NULL,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    number TEXT NOT NULL,
    coding TEXT NOT NULL,
    content BLOB NOT NULL,
    ref INTEGER,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    fen INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    report_after_ms INTEGER NOT NULL,
    phase TEXT NOT NULL,
    due_at INTEGER,
    state TEXT NOT NULL,
    reason TEXT,
    done_at INTEGER,
    tries INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX part_due ON part (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX part_reporting ON part (id) WHERE phase = 'reporting';
  CREATE INDEX part_waiting ON part (number) WHERE phase = 'waiting';
  CREATE INDEX part_by_carrier ON part (carrier, id);

  CREATE TABLE carrier (
    id TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT;

  -- What the parts that are not kept any more came to.
  CREATE TABLE forgotten (
    carrier TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    parts INTEGER NOT NULL,
    fen INTEGER NOT NULL,
    PRIMARY KEY (carrier, account, state)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  PRAGMA user_version = ${LAYOUT};
`;
