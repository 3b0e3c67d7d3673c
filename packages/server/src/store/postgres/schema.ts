import { CODES_SCHEMA } from "./codes-schema.ts";
import { SMS_SCHEMA } from "./sms/schema.ts";
/**
 * Ids are uuids: the 128 bits of the id's text (see ids.ts). Every table is keyed by the conversation, the
 * account or the key it is looked up by, in the first column of its primary key, so that it can be spread over
 * shards by that column; no table refers to another by a foreign key, and no sequence is on the path of a message.
 *
 * The fill factors leave room on the page for the next version of a row that is updated all the time and whose
 * indexed columns never change (heap-only tuples: PostgreSQL manual, 73.7).
 *
 * Text that is compared is COLLATE "C": an upgrade of the system's collations must not disorder an index.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE log_epoch (epoch integer NOT NULL);
  INSERT INTO log_epoch VALUES (1);

  -- By conversation.
  CREATE TABLE conversation (
    conversation_id uuid PRIMARY KEY,
    created_at bigint NOT NULL,
    last_time bigint NOT NULL DEFAULT 0,
    chain bigint NOT NULL DEFAULT 0,
    last_seq integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 0,
    kind text NOT NULL,
    title text
  ) WITH (fillfactor = 50);
  CREATE TABLE membership (
    conversation_id uuid,
    account_id uuid,
    delivered integer NOT NULL DEFAULT 0,
    read integer NOT NULL DEFAULT 0,
    heard integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 0,
    left_seq integer,
    shown boolean NOT NULL DEFAULT false,
    address text,
    name text,
    picture text,
    PRIMARY KEY (conversation_id, account_id)
  ) WITH (fillfactor = 70);
  CREATE TABLE entry (
    conversation_id uuid,
    account_id uuid NOT NULL,
    device_id uuid NOT NULL,
    server_time bigint NOT NULL,
    chain bigint NOT NULL,
    seq integer,
    client_id text COLLATE "C" NOT NULL,
    content text NOT NULL,
    fold text,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (conversation_id, account_id, client_id)
  );
  CREATE TABLE device_position (
    conversation_id uuid,
    device_id uuid,
    device_seq integer NOT NULL,
    PRIMARY KEY (conversation_id, device_id)
  ) WITH (fillfactor = 70);
  CREATE TABLE conversation_blob (
    conversation_id uuid,
    blob_id text COLLATE "C",
    PRIMARY KEY (conversation_id, blob_id)
  );
  CREATE TABLE talk (
    conversation_id uuid,
    talk_id uuid,
    account_id uuid NOT NULL,
    device_id uuid NOT NULL,
    updated_at bigint NOT NULL,
    seq integer NOT NULL,
    next_packet integer NOT NULL DEFAULT 0,
    client_id text NOT NULL,
    state text NOT NULL,
    blob_id text,
    PRIMARY KEY (conversation_id, talk_id)
  ) WITH (fillfactor = 70);
  CREATE INDEX talk_by_id ON talk (talk_id);
  CREATE INDEX talk_open ON talk (conversation_id) WHERE state = 'open';
  CREATE TABLE talk_chunk (
    conversation_id uuid,
    talk_id uuid,
    first_packet integer,
    packets bytea NOT NULL,
    PRIMARY KEY (conversation_id, talk_id, first_packet)
  );

  -- By account.
  CREATE TABLE account (
    account_id uuid PRIMARY KEY,
    created_at bigint NOT NULL,
    claimed_at bigint,
    last_active_at bigint,
    log_position integer NOT NULL DEFAULT 0,
    number text,
    name text,
    picture text,
    pin_hash text
  ) WITH (fillfactor = 70);
  CREATE TABLE account_log (
    account_id uuid,
    position integer,
    change text NOT NULL,
    PRIMARY KEY (account_id, position)
  );
  CREATE TABLE listing (
    account_id uuid,
    conversation_id uuid,
    opened boolean NOT NULL,
    PRIMARY KEY (account_id, conversation_id)
  );
  CREATE TABLE device (
    account_id uuid,
    device_id uuid,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    revoked_at bigint,
    token_hash bytea NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (account_id, device_id)
  );
  CREATE INDEX device_revoked ON device (revoked_at) WHERE revoked_at IS NOT NULL;
  CREATE TABLE upload (
    account_id uuid,
    upload_id uuid,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, sha256, size)
  );
  CREATE INDEX upload_by_id ON upload (upload_id);
  CREATE TABLE blob_grant (
    account_id uuid,
    blob_id text COLLATE "C",
    size bigint NOT NULL,
    PRIMARY KEY (account_id, blob_id)
  );
  CREATE TABLE direct_pair (
    first_account_id uuid,
    second_account_id uuid,
    conversation_id uuid NOT NULL,
    PRIMARY KEY (first_account_id, second_account_id)
  );

  -- By what they are looked up with.
  CREATE TABLE phone_number (
    number text COLLATE "C" PRIMARY KEY,
    account_id uuid NOT NULL
  );
  CREATE TABLE device_token (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL,
    device_id uuid NOT NULL,
    revoked_at bigint
  );
  CREATE TABLE verification (
    verification_id uuid PRIMARY KEY,
    code_of uuid NOT NULL,
    expires_at bigint NOT NULL,
    number text NOT NULL
  );
  CREATE INDEX verification_expiry ON verification (expires_at);
  CREATE TABLE code (
    code_of uuid PRIMARY KEY,
    entered_by uuid,
    sent_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    next_sending_at bigint NOT NULL,
    entered_at bigint,
    sendings integer NOT NULL,
    tries_left integer NOT NULL,
    number text COLLATE "C" NOT NULL,
    number_block text COLLATE "C" NOT NULL
  );
  CREATE INDEX code_of_number ON code (number, expires_at);
  CREATE INDEX code_of_block ON code (number_block, sent_at);
  CREATE INDEX code_expiry ON code (sent_at);
  CREATE TABLE rate_limit (
    key text COLLATE "C" PRIMARY KEY,
    window_ends_at bigint NOT NULL,
    used bigint NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX rate_limit_end ON rate_limit (window_ends_at);

  -- Effects lie with the conversation or the account that caused them. Few writes cause any: a sequence will do.
  CREATE TABLE outbox (
    no bigint GENERATED ALWAYS AS IDENTITY,
    cause uuid,
    due_at bigint NOT NULL DEFAULT 0,
    begun_at bigint,
    effect text NOT NULL,
    PRIMARY KEY (no, cause)
  );
  CREATE INDEX outbox_due ON outbox (due_at, no) WHERE begun_at IS NULL;
  CREATE INDEX outbox_begun ON outbox (begun_at) WHERE begun_at IS NOT NULL;
  `,
  `
  ALTER TABLE device ADD COLUMN platform text, ADD COLUMN ip text;
  ALTER TABLE account ADD COLUMN erase_at bigint, ADD COLUMN erased_at bigint;
  CREATE INDEX account_erasure ON account (erase_at) WHERE erase_at IS NOT NULL;
  ALTER TABLE membership ADD COLUMN deleted boolean NOT NULL DEFAULT false;
  CREATE TABLE passkey (
    passkey_id text COLLATE "C" PRIMARY KEY,
    account_id uuid NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint,
    counter bigint NOT NULL,
    public_key bytea NOT NULL,
    transports text NOT NULL,
    name text NOT NULL
  );
  CREATE INDEX passkey_of_account ON passkey (account_id);
  CREATE TABLE link (
    link_id uuid PRIMARY KEY,
    requested_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    secret_hash bytea NOT NULL,
    device_name text NOT NULL,
    platform text,
    ip text,
    state text NOT NULL DEFAULT 'waiting',
    by_account text,
    by_device text,
    device_id text
  );
  CREATE INDEX link_expiry ON link (expires_at);
  `,
  `
  -- What a conversation is, as JSON; NULL: a direct one that nobody has changed. In the row that every write locks
  -- first, so that it is read with the lock.
  ALTER TABLE conversation
    ADD COLUMN info text,
    ADD COLUMN info_revision integer NOT NULL DEFAULT 0,
    ADD COLUMN told_revision integer NOT NULL DEFAULT 0;
  UPDATE conversation SET told_revision = revision;
  UPDATE conversation SET info = json_build_object(
    'kind', kind, 'title', title, 'picture', NULL, 'description', '', 'announcement', NULL,
    'settings', json_build_object('who_writes', 'everyone', 'who_adds', 'everyone', 'approval', false,
                                  'history_for_new', false),
    'disappear_after_s', 0, 'pins', json_build_array(),
    'member_count', (SELECT count(*) FROM membership WHERE left_seq IS NULL
                       AND membership.conversation_id = conversation.conversation_id))
  WHERE kind = 'group';
  ALTER TABLE conversation DROP COLUMN title;

  ALTER TABLE membership
    ADD COLUMN muted_until bigint,
    ADD COLUMN from_seq integer NOT NULL DEFAULT 1,
    ADD COLUMN joined_seq integer NOT NULL DEFAULT 0,
    ADD COLUMN told_revision integer NOT NULL DEFAULT 0,
    ADD COLUMN leads boolean NOT NULL DEFAULT false,
    ADD COLUMN blocked boolean NOT NULL DEFAULT false,
    ADD COLUMN role text NOT NULL DEFAULT 'member',
    ADD COLUMN state text NOT NULL DEFAULT 'active';
  UPDATE membership SET told_revision = revision WHERE revision > 0;
  UPDATE membership SET state = 'left' WHERE left_seq IS NOT NULL;
  UPDATE membership SET role = 'owner', leads = true
  FROM (SELECT DISTINCT ON (conversation_id) conversation_id, account_id
        FROM membership JOIN conversation USING (conversation_id)
        WHERE kind = 'group' AND state = 'active' ORDER BY conversation_id, account_id) AS owner
  WHERE membership.conversation_id = owner.conversation_id AND membership.account_id = owner.account_id;
  ALTER TABLE membership DROP COLUMN left_seq;
  CREATE INDEX membership_leads ON membership (conversation_id) WHERE leads;

  -- In how many messages of the conversation a blob is: with the last one it goes.
  ALTER TABLE conversation_blob ADD COLUMN refs integer NOT NULL DEFAULT 1;
  UPDATE conversation_blob SET refs = counted.refs
  FROM (SELECT conversation_id, substring(content FROM '"blob_id":"([^"]*)"') AS blob_id, count(*) AS refs
        FROM entry WHERE starts_with(content, '{"type":"image"') GROUP BY 1, 2) AS counted
  WHERE counted.conversation_id = conversation_blob.conversation_id AND counted.blob_id = conversation_blob.blob_id;

  CREATE TABLE expiry (
    conversation_id uuid,
    seq integer,
    due_at bigint NOT NULL,
    PRIMARY KEY (conversation_id, seq)
  );
  CREATE INDEX expiry_due ON expiry (due_at);
  CREATE TABLE group_link (
    conversation_id uuid PRIMARY KEY,
    expires_at bigint,
    token_hash bytea NOT NULL,
    nonce bytea NOT NULL
  );
  CREATE INDEX group_link_by_token ON group_link (token_hash);

  -- What is kept under a key is told as it was last; kept_type is NULL where that is only that it is gone.
  ALTER TABLE account_log
    ADD COLUMN key text COLLATE "C",
    ADD COLUMN kept_type text COLLATE "C";
  CREATE UNIQUE INDEX account_log_kept ON account_log (account_id, key) WHERE key IS NOT NULL;
  ALTER TABLE listing ADD COLUMN state text NOT NULL DEFAULT 'active';
  UPDATE account_log SET change = left(change, -1) || ',"state":"active","invited_by":null}'
  WHERE starts_with(change, '{"type":"conversation"');
  UPDATE outbox SET effect = left(effect, -1) || ',"state":"active","invited_by":null}'
  WHERE starts_with(effect, '{"kind":"list_conversation"');
  `,
  `
  CREATE TABLE scheduled (
    account_id uuid,
    device_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    due_at bigint NOT NULL,
    -- Null until it is being sent.
    leased_until bigint,
    scheduled_id text COLLATE "C",
    content text NOT NULL,
    PRIMARY KEY (account_id, scheduled_id)
  );
  CREATE INDEX scheduled_due ON scheduled (due_at);
  `,
  `
  -- What was said last of a contact is what is kept of it.
  WITH said AS MATERIALIZED (
    SELECT account_id, max(position) AS position, 'contact ' || (change::jsonb ->> 'address') AS key FROM account_log
    WHERE key IS NULL AND starts_with(change, '{"type":"contact"') GROUP BY account_id, change::jsonb ->> 'address')
  UPDATE account_log SET key = said.key, kept_type = 'contact' FROM said
  WHERE account_log.account_id = said.account_id AND account_log.position = said.position AND NOT EXISTS (
    SELECT FROM account_log AS kept WHERE kept.account_id = said.account_id AND kept.key = said.key);
  `,
  `
  -- Which node holds a link to a carrier; beat is NULL when its holder gave it back.
  CREATE TABLE link_lease (
    link_id text COLLATE "C" PRIMARY KEY,
    holder text NOT NULL,
    token bigint NOT NULL,
    beat bigint,
    available boolean NOT NULL
  );
  -- Long SMS from handsets until all their parts are there.
  CREATE TABLE partial_sms (
    key text COLLATE "C" PRIMARY KEY,
    first_at bigint NOT NULL,
    partial text NOT NULL
  );
  CREATE INDEX partial_sms_begun ON partial_sms (first_at);
  `,
  CODES_SCHEMA,
  SMS_SCHEMA,
];
