import type { Database } from "bun:sqlite";
import { CODES_SCHEMA } from "./codes-schema.ts";
import { STAGE_SCHEMA } from "./log/stage.ts";
import { SMS_SCHEMA } from "./sms/schema.ts";

/**
 * The live file: everything but merged entries, which are in the history (see log/history-schema.ts).
 *
 * Rows name accounts, devices and conversations by small integers (`…_no`) that never leave this adapter.
 * WITHOUT ROWID clusters a table by its key, so that a page of a log is a few neighbouring pages of the file.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number TEXT UNIQUE,
    name TEXT,
    picture TEXT,
    pin_hash TEXT,
    created_at INTEGER NOT NULL,
    claimed_at INTEGER,
    last_active_at INTEGER,
    log_position INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE account_log (
    account_no INTEGER NOT NULL,
    position INTEGER NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (account_no, position)
  ) WITHOUT ROWID;
  CREATE TABLE listing (
    account_no INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (account_no, conversation_id)
  ) WITHOUT ROWID;
  CREATE TABLE device (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_no INTEGER NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    revoked_at INTEGER
  );
  CREATE INDEX device_of_account ON device (account_no);

  CREATE TABLE conversation (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    direct_key TEXT UNIQUE,
    title TEXT,
    epoch INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE membership (
    conversation_no INTEGER NOT NULL,
    account_no INTEGER NOT NULL,
    address TEXT,
    name TEXT,
    picture TEXT,
    shown INTEGER NOT NULL DEFAULT 0,
    left_seq INTEGER,
    delivered INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    heard INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_no, account_no)
  ) WITHOUT ROWID;
  CREATE TABLE entry (
    conversation_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    account_no INTEGER NOT NULL,
    device_no INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    server_time INTEGER NOT NULL,
    content TEXT NOT NULL,
    fold TEXT,
    PRIMARY KEY (conversation_no, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX entry_key ON entry (conversation_no, account_no, client_id);
  CREATE TABLE device_position (
    conversation_no INTEGER NOT NULL,
    device_no INTEGER NOT NULL,
    device_seq INTEGER NOT NULL,
    PRIMARY KEY (conversation_no, device_no)
  ) WITHOUT ROWID;

  CREATE TABLE talk (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    next_packet INTEGER NOT NULL DEFAULT 0,
    blob_id TEXT,
    updated_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX talk_open ON talk (state) WHERE state = 'open';
  CREATE TABLE talk_chunk (
    talk_id TEXT NOT NULL,
    first_packet INTEGER NOT NULL,
    packets BLOB NOT NULL,
    PRIMARY KEY (talk_id, first_packet)
  ) WITHOUT ROWID;

  CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    account_no INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE (account_no, sha256, size)
  ) WITHOUT ROWID;
  CREATE TABLE blob_grant (
    account_no INTEGER NOT NULL,
    blob_id TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (account_no, blob_id)
  ) WITHOUT ROWID;
  CREATE TABLE conversation_blob (
    conversation_no INTEGER NOT NULL,
    blob_id TEXT NOT NULL,
    PRIMARY KEY (conversation_no, blob_id)
  ) WITHOUT ROWID;

  CREATE TABLE verification (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    code_of TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX verification_expiry ON verification (expires_at);
  CREATE TABLE code (
    code_of TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    number_block TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sendings INTEGER NOT NULL,
    next_sending_at INTEGER NOT NULL,
    tries_left INTEGER NOT NULL,
    entered_by TEXT,
    entered_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX code_of_number ON code (number, expires_at);
  CREATE INDEX code_of_block ON code (number_block, sent_at);
  CREATE TABLE rate_limit (
    key TEXT PRIMARY KEY,
    window_ends_at INTEGER NOT NULL,
    used INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX rate_limit_end ON rate_limit (window_ends_at);

  CREATE TABLE outbox (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    effect TEXT NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX outbox_pending ON outbox (no) WHERE begun = 0;
  `,
  `
  ALTER TABLE entry ADD COLUMN chain INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversation DROP COLUMN epoch;
  CREATE TABLE log_epoch (epoch INTEGER NOT NULL);
  INSERT INTO log_epoch VALUES (1);
  CREATE INDEX device_revoked ON device (revoked_at) WHERE revoked_at IS NOT NULL;
  DROP INDEX outbox_pending;
  ALTER TABLE outbox DROP COLUMN begun;
  ALTER TABLE outbox ADD COLUMN begun_at INTEGER;
  CREATE INDEX outbox_due ON outbox (due_at, no) WHERE begun_at IS NULL;
  `,
  `
  ${STAGE_SCHEMA}
  CREATE TABLE entry_fold (
    conversation_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    fold TEXT NOT NULL,
    PRIMARY KEY (conversation_no, seq)
  ) WITHOUT ROWID;
  INSERT INTO entry_fold SELECT conversation_no, seq, fold FROM entry WHERE fold IS NOT NULL;
  DROP TABLE entry;
  DROP TABLE device_position;
  `,
  `
  ALTER TABLE listing ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
  UPDATE listing SET opened = 1 WHERE EXISTS (
    SELECT 1 FROM account_log WHERE account_log.account_no = listing.account_no
      AND change ->> 'conversation_id' = listing.conversation_id AND change ->> 'opened_by_me'
  );
  `,
  `
  -- Key seed of the history that belongs to this file; null until it is opened with one.
  ALTER TABLE stage_state ADD COLUMN history_seed INTEGER;
  `,
  `
  ALTER TABLE device ADD COLUMN platform TEXT;
  ALTER TABLE device ADD COLUMN ip TEXT;
  ALTER TABLE account ADD COLUMN erase_at INTEGER;
  ALTER TABLE account ADD COLUMN erased_at INTEGER;
  CREATE INDEX account_erasure ON account (erase_at) WHERE erase_at IS NOT NULL;
  ALTER TABLE membership ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_no INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    transports TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX passkey_of_account ON passkey (account_no);
  CREATE TABLE link (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    device_name TEXT NOT NULL,
    platform TEXT,
    ip TEXT,
    requested_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    by_account TEXT,
    by_device TEXT,
    device_id TEXT
  ) WITHOUT ROWID;
  CREATE INDEX link_expiry ON link (expires_at);
  `,
  `
  ALTER TABLE membership ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
  ALTER TABLE membership ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
  ALTER TABLE membership ADD COLUMN muted_until INTEGER;
  ALTER TABLE membership ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE membership ADD COLUMN from_seq INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE membership ADD COLUMN joined_seq INTEGER NOT NULL DEFAULT 0;
  -- Of the last change that every reader is told; 0: a reader of a channel, whom nobody is told of.
  ALTER TABLE membership ADD COLUMN told_revision INTEGER NOT NULL DEFAULT 0;
  UPDATE membership SET told_revision = revision, state = iif(left_seq IS NULL, 'active', 'left');
  UPDATE membership SET role = 'owner'
    WHERE conversation_no IN (SELECT no FROM conversation WHERE kind = 'group')
      AND account_no = (SELECT min(account_no) FROM membership AS other
                        WHERE other.conversation_no = membership.conversation_no AND left_seq IS NULL);
  ALTER TABLE membership DROP COLUMN left_seq;

  -- ConversationInfo as JSON; null: what a direct conversation is at first.
  ALTER TABLE conversation ADD COLUMN info TEXT;
  ALTER TABLE conversation ADD COLUMN info_revision INTEGER NOT NULL DEFAULT 0;
  UPDATE conversation SET info = json_object(
    'kind', kind, 'title', title, 'picture', NULL, 'description', '', 'announcement', NULL,
    'settings', json('{"who_writes":"everyone","who_adds":"everyone","approval":false,"history_for_new":false}'),
    'disappear_after_s', 0, 'pins', json('[]'),
    'member_count', (SELECT count(*) FROM membership WHERE conversation_no = conversation.no AND state = 'active')
  ) WHERE kind = 'group';
  ALTER TABLE conversation DROP COLUMN title;
  CREATE TABLE group_link (
    conversation_no INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    nonce BLOB NOT NULL,
    expires_at INTEGER
  );

  -- Entries that show the blob. Null: from before they were counted, and kept for good.
  ALTER TABLE conversation_blob ADD COLUMN refs INTEGER;
  CREATE TABLE expiry (
    due_at INTEGER NOT NULL,
    conversation_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (due_at, conversation_no, seq)
  ) WITHOUT ROWID;
  CREATE TABLE erasure (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_no INTEGER NOT NULL,
    seq INTEGER NOT NULL
  );
  -- Whether pages and write-ahead logs may still hold what was erased, and the zeros that take its place.
  ALTER TABLE stage_state ADD COLUMN traces INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE zeros (page BLOB NOT NULL);

  ALTER TABLE account_log ADD COLUMN key TEXT;
  CREATE UNIQUE INDEX account_log_key ON account_log (account_no, key) WHERE key IS NOT NULL;
  ALTER TABLE listing ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
  `,
  `
  CREATE TABLE scheduled (
    account_no INTEGER NOT NULL,
    scheduled_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    content TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    -- Null until it is being sent.
    leased_until INTEGER,
    PRIMARY KEY (account_no, scheduled_id)
  ) WITHOUT ROWID;
  CREATE INDEX scheduled_due ON scheduled (due_at);
  `,
  `
  -- Who had a conversation on their list was in it.
  UPDATE account_log SET change = json_set(change, '$.state', 'active', '$.invited_by', NULL)
    WHERE change ->> 'type' = 'conversation' AND change ->> 'state' IS NULL;
  UPDATE outbox SET effect = json_set(effect, '$.state', 'active', '$.invited_by', NULL)
    WHERE effect ->> 'kind' = 'list_conversation' AND effect ->> 'state' IS NULL;
  -- What was said last of a contact is what is kept of it.
  WITH said AS MATERIALIZED (
    SELECT account_no, max(position) AS position, 'contact ' || (change ->> 'address') AS key FROM account_log
    WHERE key IS NULL AND change ->> 'type' = 'contact' GROUP BY account_no, change ->> 'address')
  UPDATE account_log SET key = said.key FROM said
    WHERE account_log.account_no = said.account_no AND account_log.position = said.position AND NOT EXISTS (
      SELECT 1 FROM account_log AS kept WHERE kept.account_no = said.account_no AND kept.key = said.key);
  `,
  `
  -- Which node holds a link to a carrier; beat is NULL when its holder gave it back.
  CREATE TABLE link_lease (
    link_id TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    beat INTEGER,
    available INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- Long SMS from handsets until all their parts are there.
  CREATE TABLE partial_sms (
    key TEXT PRIMARY KEY,
    first_at INTEGER NOT NULL,
    partial TEXT NOT NULL
  );
  CREATE INDEX partial_sms_begun ON partial_sms (first_at);
  `,
  SMS_SCHEMA,
  CODES_SCHEMA,
];

/** The last schema with entries in this file: they move to the history before the next step. */
export const ENTRIES_IN_LIVE = 2;

/** 0: a file that was made just now. */
export function schemaVersion(database: Database): number {
  return database.query<{ user_version: number }, []>("PRAGMA user_version").get()!.user_version;
}

/** Brings a database to a schema, by default the newest, one transaction a step. Says which it has then. */
export function migrate(database: Database, target = MIGRATIONS.length): number {
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length) {
    throw new Error(`the database has schema ${version}, newer than this server's ${MIGRATIONS.length}`);
  }
  for (let step = version; step < target; step++) {
    database.transaction(() => {
      database.exec(MIGRATIONS[step]!);
      database.exec(`PRAGMA user_version = ${step + 1}`);
    })();
  }
  return Math.max(version, target);
}
