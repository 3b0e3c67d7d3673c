/** The tables of `../../sms-store.ts`. Text of a person's is in `sms_held` only, until the handset has said where it goes. */
export const SMS_SCHEMA = `
  CREATE TABLE sms (
    sms_id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    sender TEXT,
    recipient TEXT,
    conversation_id TEXT,
    seq INTEGER,
    link TEXT,
    not_before INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    fen_max INTEGER,
    details TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    attempt INTEGER NOT NULL,
    extension TEXT NOT NULL,
    units INTEGER NOT NULL,
    fen INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    begun_at INTEGER,
    changed_at INTEGER NOT NULL,
    deadline INTEGER,
    revision INTEGER NOT NULL,
    told_revision INTEGER NOT NULL DEFAULT 0,
    steps TEXT NOT NULL,
    taken TEXT NOT NULL,
    parts INTEGER NOT NULL,
    leased_until INTEGER,
    -- As the carrier's statement says; null until one was imported.
    billed_units INTEGER,
    billed_fen INTEGER
  );
  CREATE INDEX sms_queued ON sms (not_before) WHERE state = 'queued';
  CREATE INDEX sms_expiry ON sms (expires_at) WHERE state = 'queued';
  CREATE INDEX sms_begun ON sms (deadline) WHERE state = 'begun';
  CREATE INDEX sms_untold ON sms (sms_id) WHERE sender IS NOT NULL AND told_revision < revision;
  CREATE INDEX sms_of_message ON sms (conversation_id, seq) WHERE conversation_id IS NOT NULL;
  CREATE INDEX sms_begun_at ON sms (link, begun_at);
  CREATE INDEX sms_created_at ON sms (created_at);

  CREATE TABLE sms_part (
    no INTEGER PRIMARY KEY,
    sms_id INTEGER NOT NULL,
    link TEXT NOT NULL,
    number TEXT NOT NULL,
    carrier_message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    code TEXT
  );
  CREATE INDEX sms_part_of ON sms_part (sms_id);
  CREATE INDEX sms_part_to ON sms_part (number, link, no);
  CREATE TABLE sms_report (
    no INTEGER PRIMARY KEY,
    link TEXT NOT NULL,
    number TEXT NOT NULL,
    carrier_message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    code TEXT NOT NULL,
    came_at INTEGER NOT NULL
  );
  CREATE INDEX sms_report_of ON sms_report (number, link);
  CREATE INDEX sms_report_age ON sms_report (came_at);
  CREATE TABLE sms_unmatched (
    link TEXT NOT NULL,
    came_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (link, came_at)
  ) WITHOUT ROWID;

  CREATE TABLE sms_budget (
    key TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE sms_thread (
    number TEXT NOT NULL,
    our_number TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    extension TEXT,
    last_sender TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (number, our_number, conversation_id)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX sms_thread_extension ON sms_thread (number, our_number, extension) WHERE extension IS NOT NULL;
  CREATE TABLE sms_seen (
    key TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sms_seen_age ON sms_seen (seen_at);
  CREATE TABLE sms_question (
    number TEXT NOT NULL,
    our_number TEXT NOT NULL,
    choices TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (number, our_number)
  ) WITHOUT ROWID;
  CREATE TABLE sms_held (
    no INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    our_number TEXT NOT NULL,
    client_id TEXT NOT NULL,
    text TEXT NOT NULL,
    incomplete INTEGER NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (number, our_number, client_id)
  );
  CREATE TABLE sms_opt_out (
    no INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    out INTEGER NOT NULL,
    at INTEGER NOT NULL,
    evidence TEXT NOT NULL
  );
  CREATE INDEX sms_opt_out_of ON sms_opt_out (number, no);

  CREATE TABLE sms_reminder (
    conversation_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sender TEXT NOT NULL,
    mode TEXT NOT NULL,
    unless TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    leased_until INTEGER,
    PRIMARY KEY (conversation_id, recipient, seq)
  ) WITHOUT ROWID;
  CREATE INDEX sms_reminder_due ON sms_reminder (due_at);
  CREATE TABLE sms_notice (
    conversation_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, recipient)
  ) WITHOUT ROWID;

  CREATE TABLE sms_route (
    number TEXT PRIMARY KEY,
    route TEXT NOT NULL,
    overridden INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sms_route_override ON sms_route (number) WHERE overridden = 1;
  CREATE TABLE sms_share (
    token_hash BLOB PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sender TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sms_share_expiry ON sms_share (expires_at);

  -- Whether an SMS was begun is in the ledger from now on.
  DELETE FROM outbox WHERE begun_at IS NOT NULL;
`;
