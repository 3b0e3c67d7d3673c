import type { AccountId, BlobId, ConversationId, Entry, TalkId, TalkOutcome } from "@feiliao/protocol";
import type { AppendIntent } from "../conversation-store.ts";
import type { Effect } from "../outbox-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { ConversationState, MemberState } from "./conversation-state.ts";
import { uuidOf } from "./ids.ts";
import type { OutboxRows, QueuedEffect } from "./outbox.ts";
import type { Transaction } from "./transaction.ts";

type Tuple = readonly (string | number | boolean | null)[];

/**
 * What a batch has decided to write, gathered so that each table takes one statement with arrays. A row that is
 * written several times is kept as it was last: of several new versions, an UPDATE … FROM would take any.
 */
export class BatchChanges {
  readonly #entries: Tuple[] = [];
  readonly #heads = new Map<ConversationId, ConversationState>();
  readonly #members = new Map<MemberState, string>();
  readonly #shown: Tuple[] = [];
  readonly #devicePositions = new Map<string, Tuple>();
  readonly #blobs: Tuple[] = [];
  readonly #folds = new Map<string, Tuple>();
  readonly #talksStarted: Tuple[] = [];
  readonly #talksEnded = new Map<string, Tuple>();
  readonly #talksSealed: Tuple[] = [];
  readonly #effects: QueuedEffect[] = [];

  /** The entry at the head of its log. */
  append(state: ConversationState, intent: AppendIntent, content: string): void {
    const { uuid, last_seq, last_time, chain } = state;
    const [account, device] = [uuidOf(intent.account_id), uuidOf(intent.device_id)];
    this.#entries.push([uuid, account, device, last_time, chain, last_seq, intent.client_id, content]);
    this.#heads.set(state.id, state);
    if (intent.device_seq === undefined) return;
    this.#devicePositions.set(uuid + device, [uuid, device, intent.device_seq]);
  }

  /** A member's state, with the revision that tells devices of it. */
  saveMember(state: ConversationState, member: MemberState): void {
    state.revision++;
    member.revision = state.revision;
    this.#heads.set(state.id, state);
    this.#members.set(member, state.uuid);
  }

  show(state: ConversationState, account_id: AccountId): void {
    this.#shown.push([state.uuid, uuidOf(account_id)]);
  }

  addBlob(conversation_id: ConversationId, blob_id: BlobId): void {
    this.#blobs.push([uuidOf(conversation_id), blob_id]);
  }

  setFold(conversation_id: ConversationId, seq: number, fold: Entry["fold"]): void {
    const uuid = uuidOf(conversation_id);
    this.#folds.set(`${uuid}${seq}`, [uuid, seq, JSON.stringify(fold)]);
  }

  startTalk(intent: AppendIntent, talk_id: TalkId, seq: number, server_time: number): void {
    const { conversation_id, account_id, device_id, client_id } = intent;
    const ids = [conversation_id, talk_id, account_id, device_id].map(uuidOf);
    this.#talksStarted.push([...ids, server_time, seq, client_id]);
  }

  /** An interrupted talk keeps its packets, so that its talker can still complete it. */
  endTalk(
    conversation_id: ConversationId,
    talk_id: TalkId,
    outcome: TalkOutcome,
    blob_id: BlobId | null,
    server_time: number,
  ): void {
    const key = [uuidOf(conversation_id), uuidOf(talk_id)];
    this.#talksEnded.set(talk_id, [...key, outcome, blob_id, server_time]);
    if (outcome !== "interrupted") this.#talksSealed.push(key);
  }

  queue(conversation_id: ConversationId, effect: Effect): void {
    this.#effects.push({ cause: uuidOf(conversation_id), effect });
  }

  /** Sends all of it in one round trip. */
  write(transaction: Transaction, outbox: OutboxRows): void {
    const into = (rows: readonly Tuple[], statement: string) => {
      if (rows.length > 0) transaction.write(statement, ...columnsOf(rows));
    };
    into(this.#entries, INSERT_ENTRIES);
    into([...this.#heads.values()].map(headTuple), UPDATE_HEADS);
    into([...this.#devicePositions.values()], UPSERT_DEVICE_POSITIONS);
    into([...this.#members].map(memberTuple), UPDATE_MEMBERS);
    into(this.#shown, SHOW_MEMBERS);
    into(this.#blobs, INSERT_BLOBS);
    into([...this.#folds.values()], UPDATE_FOLDS);
    into(this.#talksStarted, INSERT_TALKS);
    into([...this.#talksEnded.values()], END_TALKS);
    into(this.#talksSealed, DELETE_CHUNKS);
    outbox.queue(transaction, this.#effects);
  }
}

function headTuple({ uuid, last_seq, last_time, chain, revision }: ConversationState): Tuple {
  return [uuid, last_seq, last_time, chain, revision];
}

function memberTuple([member, conversation]: [MemberState, string]): Tuple {
  const { account_id, delivered, read, heard, revision, address, name, picture, deleted } = member;
  const seen = [address, name, picture, deleted] as const;
  return [conversation, uuidOf(account_id), delivered, read, heard, revision, ...seen];
}

const INSERT_ENTRIES = `
  INSERT INTO entry (conversation_id, account_id, device_id, server_time, chain, seq, client_id, content)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[], $8::text[])`;

const UPDATE_HEADS = `
  UPDATE conversation
  SET last_seq = head.last_seq, last_time = head.last_time, chain = head.chain, revision = head.revision
  FROM unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::integer[])
    AS head (conversation_id, last_seq, last_time, chain, revision)
  WHERE conversation.conversation_id = head.conversation_id`;

const UPSERT_DEVICE_POSITIONS = `
  INSERT INTO device_position (conversation_id, device_id, device_seq)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[])
  ON CONFLICT (conversation_id, device_id) DO UPDATE SET device_seq = excluded.device_seq`;

const UPDATE_MEMBERS = `
  UPDATE membership
  SET delivered = changed.delivered, read = changed.read, heard = changed.heard, revision = changed.revision,
      address = changed.address, name = changed.name, picture = changed.picture, deleted = changed.deleted
  FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::text[],
              $8::text[], $9::text[], $10::boolean[])
    AS changed (conversation_id, account_id, delivered, read, heard, revision, address, name, picture, deleted)
  WHERE membership.conversation_id = changed.conversation_id AND membership.account_id = changed.account_id`;

const SHOW_MEMBERS = `
  UPDATE membership SET shown = true FROM unnest($1::uuid[], $2::uuid[]) AS seen (conversation_id, account_id)
  WHERE membership.conversation_id = seen.conversation_id AND membership.account_id = seen.account_id`;

const INSERT_BLOBS = `
  INSERT INTO conversation_blob SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING`;

const UPDATE_FOLDS = `
  UPDATE entry SET fold = folded.fold
  FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS folded (conversation_id, seq, fold)
  WHERE entry.conversation_id = folded.conversation_id AND entry.seq = folded.seq`;

const INSERT_TALKS = `
  INSERT INTO talk (conversation_id, talk_id, account_id, device_id, updated_at, seq, client_id, state)
  SELECT *, 'open' FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::integer[], $7::text[])`;

const END_TALKS = `
  UPDATE talk SET state = ended.state, blob_id = ended.blob_id, updated_at = ended.updated_at
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[])
    AS ended (conversation_id, talk_id, state, blob_id, updated_at)
  WHERE talk.conversation_id = ended.conversation_id AND talk.talk_id = ended.talk_id`;

const DELETE_CHUNKS = `
  DELETE FROM talk_chunk USING unnest($1::uuid[], $2::uuid[]) AS sealed (conversation_id, talk_id)
  WHERE talk_chunk.conversation_id = sealed.conversation_id AND talk_chunk.talk_id = sealed.talk_id`;
