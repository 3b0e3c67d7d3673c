/** The statements of a batch: each takes the columns of its rows as arrays, conversation first. */

import { ERASED_JSON } from "./erased.ts";

export const INSERT_ENTRIES = `
  INSERT INTO entry (conversation_id, account_id, device_id, server_time, chain, seq, client_id, content)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[], $8::text[])`;

export const UPDATE_HEADS = `
  UPDATE conversation
  SET last_seq = head.last_seq, last_time = head.last_time, chain = head.chain, revision = head.revision,
      told_revision = head.told_revision
  FROM unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[])
    AS head (conversation_id, last_seq, last_time, chain, revision, told_revision)
  WHERE conversation.conversation_id = head.conversation_id`;

export const UPDATE_INFOS = `
  UPDATE conversation SET info_revision = changed.info_revision, info = changed.info
  FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS changed (conversation_id, info_revision, info)
  WHERE conversation.conversation_id = changed.conversation_id`;

export const UPSERT_DEVICE_POSITIONS = `
  INSERT INTO device_position (conversation_id, device_id, device_seq)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[])
  ON CONFLICT (conversation_id, device_id) DO UPDATE SET device_seq = excluded.device_seq`;

export const UPSERT_MEMBERS = `
  INSERT INTO membership (conversation_id, account_id, delivered, read, heard, revision, told_revision, name, picture,
                          role, state, muted_until, from_seq, joined_seq, blocked, shown, leads, address, deleted)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::integer[],
                       $7::integer[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[],
                       $13::integer[], $14::integer[], $15::boolean[], $16::boolean[], $17::boolean[], $18::text[],
                       $19::boolean[])
  ON CONFLICT (conversation_id, account_id) DO UPDATE
  SET delivered = excluded.delivered, read = excluded.read, heard = excluded.heard, revision = excluded.revision,
      told_revision = excluded.told_revision, name = excluded.name, picture = excluded.picture,
      role = excluded.role, state = excluded.state, muted_until = excluded.muted_until,
      from_seq = excluded.from_seq, joined_seq = excluded.joined_seq, blocked = excluded.blocked,
      shown = excluded.shown, leads = excluded.leads, address = excluded.address,
      deleted = excluded.deleted`;

export const UPDATE_MEMBERS = `
  UPDATE membership
  SET delivered = changed.delivered, read = changed.read, heard = changed.heard, revision = changed.revision,
      told_revision = changed.told_revision
  FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[])
    AS changed (conversation_id, account_id, delivered, read, heard, revision, told_revision)
  WHERE membership.conversation_id = changed.conversation_id AND membership.account_id = changed.account_id`;

export const SHOW_MEMBERS = `
  UPDATE membership SET shown = true FROM unnest($1::uuid[], $2::uuid[]) AS seen (conversation_id, account_id)
  WHERE membership.conversation_id = seen.conversation_id AND membership.account_id = seen.account_id`;

export const UPSERT_BLOBS = `
  INSERT INTO conversation_blob (conversation_id, blob_id, refs)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[])
  ON CONFLICT (conversation_id, blob_id) DO UPDATE SET refs = conversation_blob.refs + excluded.refs`;

/** After UPSERT_BLOBS, of those that it took references from. */
export const DELETE_BLOBS = `
  DELETE FROM conversation_blob
  USING unnest($1::uuid[], $2::text[], $3::integer[]) AS released (conversation_id, blob_id, refs)
  WHERE conversation_blob.conversation_id = released.conversation_id
    AND conversation_blob.blob_id = released.blob_id AND conversation_blob.refs <= 0`;

export const UPDATE_FOLDS = `
  UPDATE entry SET fold = folded.fold
  FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS folded (conversation_id, seq, fold)
  WHERE entry.conversation_id = folded.conversation_id AND entry.seq = folded.seq`;

export const ERASE_ENTRIES = `
  UPDATE entry SET content = '${ERASED_JSON}'
  FROM unnest($1::uuid[], $2::integer[]) AS erased (conversation_id, seq)
  WHERE entry.conversation_id = erased.conversation_id AND entry.seq = erased.seq`;

export const INSERT_EXPIRIES = `
  INSERT INTO expiry (conversation_id, seq, due_at) SELECT * FROM unnest($1::uuid[], $2::integer[], $3::bigint[])`;

export const INSERT_TALKS = `
  INSERT INTO talk (conversation_id, talk_id, account_id, device_id, updated_at, seq, client_id, state)
  SELECT *, 'open' FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::integer[], $7::text[])`;

export const END_TALKS = `
  UPDATE talk SET state = ended.state, blob_id = ended.blob_id, updated_at = ended.updated_at
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[])
    AS ended (conversation_id, talk_id, state, blob_id, updated_at)
  WHERE talk.conversation_id = ended.conversation_id AND talk.talk_id = ended.talk_id`;

export const DELETE_CHUNKS = `
  DELETE FROM talk_chunk USING unnest($1::uuid[], $2::uuid[]) AS sealed (conversation_id, talk_id)
  WHERE talk_chunk.conversation_id = sealed.conversation_id AND talk_chunk.talk_id = sealed.talk_id`;

export const UPSERT_LINKS = `
  INSERT INTO group_link (conversation_id, token_hash, nonce, expires_at)
  SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bigint[])
  ON CONFLICT (conversation_id) DO UPDATE
  SET token_hash = excluded.token_hash, nonce = excluded.nonce, expires_at = excluded.expires_at`;

export const DELETE_LINKS = "DELETE FROM group_link WHERE conversation_id = ANY($1::uuid[])";
