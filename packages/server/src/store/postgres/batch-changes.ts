import type { AccountId, BlobId, ConversationInfo, Fold, TalkId, TalkOutcome } from "@feiliao/protocol";
import type { AppendIntent, ChangedMember, SetLink } from "../conversation-store.ts";
import type { Effect } from "../outbox-store.ts";
import { byteaOf, columnsOf, type Tuple } from "./array-literal.ts";
import * as statements from "./batch-statements.ts";
import type { ConversationState, MemberState } from "./conversation-state.ts";
import { uuidOf } from "./ids.ts";
import type { OutboxRows, QueuedEffect } from "./outbox.ts";
import type { Transaction } from "./transaction.ts";

type ToldTo = ChangedMember["told_to"];

/**
 * What a batch has decided to write, gathered so that each table takes one statement with arrays, and those that
 * nothing is written to take none. A row that is written several times is kept as it was last: of several new
 * versions, an UPDATE … FROM would take any.
 */
export class BatchChanges {
  readonly #entries: Tuple[] = [];
  readonly #heads = new Set<ConversationState>();
  readonly #infos = new Set<ConversationState>();
  readonly #members = new Map<MemberState, string>();
  readonly #standings = new Map<MemberState, string>();
  readonly #shown: Tuple[] = [];
  readonly #devicePositions = new Map<string, Tuple>();
  readonly #blobRefs = new Map<string, { uuid: string; blob_id: BlobId; refs: number }>();
  readonly #folds = new Map<string, Tuple>();
  readonly #erased: Tuple[] = [];
  readonly #expiring: Tuple[] = [];
  readonly #talksStarted: Tuple[] = [];
  readonly #talksEnded = new Map<string, Tuple>();
  readonly #talksSealed: Tuple[] = [];
  readonly #links = new Map<string, SetLink["link"]>();
  readonly #effects: QueuedEffect[] = [];

  /** The entry at the head of its log. */
  append(state: ConversationState, intent: AppendIntent, content: string): void {
    const { uuid, last_seq, last_time, chain } = state;
    const [account, device] = [uuidOf(intent.account_id), uuidOf(intent.device_id)];
    this.#entries.push([uuid, account, device, last_time, chain, last_seq, intent.client_id, content]);
    this.#heads.add(state);
    if (intent.device_seq === undefined) return;
    this.#devicePositions.set(uuid + device, [uuid, device, intent.device_seq]);
  }

  /** A member's watermarks and profile, with the revision that tells devices of them. */
  saveMember(state: ConversationState, member: MemberState, told_to: ToldTo): void {
    this.#revise(state, member, told_to);
    this.#members.set(member, state.uuid);
  }

  /** All that a member is, who may be new, with the revision that tells devices of it. */
  saveStanding(state: ConversationState, member: MemberState, told_to: ToldTo): void {
    this.#revise(state, member, told_to);
    this.#standings.set(member, state.uuid);
  }

  /** Whether a member is blocked, of which nobody is told. */
  saveBlocked(state: ConversationState, member: MemberState): void {
    this.#standings.set(member, state.uuid);
  }

  /** What the conversation is, with the revision that tells devices of it. */
  saveInfo(state: ConversationState, info: ConversationInfo): void {
    state.revision++;
    state.info_revision = state.revision;
    state.told_revision = state.revision;
    state.info = info;
    this.#heads.add(state);
    this.#infos.add(state);
  }

  show({ uuid }: ConversationState, account_id: AccountId): void {
    this.#shown.push([uuid, uuidOf(account_id)]);
  }

  /** A message more, or less, in which the blob is. */
  shareBlob({ uuid }: ConversationState, blob_id: BlobId, change: 1 | -1): void {
    const key = uuid + blob_id;
    this.#blobRefs.set(key, { uuid, blob_id, refs: (this.#blobRefs.get(key)?.refs ?? 0) + change });
  }

  setFold({ uuid }: ConversationState, seq: number, fold: Fold | undefined): void {
    this.#folds.set(`${uuid}${seq}`, [uuid, seq, fold ? JSON.stringify(fold) : null]);
  }

  erase({ uuid }: ConversationState, seq: number): void {
    this.#erased.push([uuid, seq]);
  }

  /** The entry is erased then. */
  expireAt({ uuid }: ConversationState, seq: number, due_at: number): void {
    this.#expiring.push([uuid, seq, due_at]);
  }

  startTalk(
    { conversation_id, account_id, device_id, client_id }: Omit<AppendIntent, "content" | "talk">,
    talk_id: TalkId,
    seq: number,
    server_time: number,
  ): void {
    const ids = [conversation_id, talk_id, account_id, device_id].map(uuidOf);
    this.#talksStarted.push([...ids, server_time, seq, client_id]);
  }

  /** An interrupted talk keeps its packets, so that its talker can still complete it. */
  endTalk(state: ConversationState, talk_id: TalkId, outcome: TalkOutcome, blob_id: BlobId | null): void {
    const key = [state.uuid, uuidOf(talk_id)];
    this.#talksEnded.set(talk_id, [...key, outcome, blob_id, state.last_time]);
    if (outcome !== "interrupted") this.#talksSealed.push(key);
  }

  setLink({ uuid }: ConversationState, link: SetLink["link"]): void {
    this.#links.set(uuid, link);
  }

  queue({ uuid }: ConversationState, effect: Effect): void {
    this.#effects.push({ cause: uuid, effect });
  }

  /** Sends all of it in one round trip. */
  write(transaction: Transaction, outbox: OutboxRows): void {
    const into = (rows: readonly Tuple[], statement: string) => {
      if (rows.length > 0) transaction.write(statement, ...columnsOf(rows));
    };
    const watermarks = [...this.#members].filter(([member]) => !this.#standings.has(member));
    const blobs = [...this.#blobRefs.values()].filter(({ refs }) => refs !== 0);
    const links = [...this.#links];
    into(this.#entries, statements.INSERT_ENTRIES);
    into([...this.#heads].map(headTuple), statements.UPDATE_HEADS);
    into([...this.#infos].map(infoTuple), statements.UPDATE_INFOS);
    into([...this.#devicePositions.values()], statements.UPSERT_DEVICE_POSITIONS);
    into([...this.#standings].map(standingTuple), statements.UPSERT_MEMBERS);
    into(watermarks.map(memberTuple), statements.UPDATE_MEMBERS);
    into(this.#shown, statements.SHOW_MEMBERS);
    into(blobs.map(blobTuple), statements.UPSERT_BLOBS);
    into(blobs.filter(({ refs }) => refs < 0).map(blobTuple), statements.DELETE_BLOBS);
    into([...this.#folds.values()], statements.UPDATE_FOLDS);
    into(this.#erased, statements.ERASE_ENTRIES);
    into(this.#expiring, statements.INSERT_EXPIRIES);
    into(this.#talksStarted, statements.INSERT_TALKS);
    into([...this.#talksEnded.values()], statements.END_TALKS);
    into(this.#talksSealed, statements.DELETE_CHUNKS);
    into(links.flatMap(linkTuples), statements.UPSERT_LINKS);
    into(
      links.flatMap(([uuid, link]) => (link ? [] : [[uuid]])),
      statements.DELETE_LINKS,
    );
    outbox.queue(transaction, this.#effects);
  }

  #revise(state: ConversationState, member: MemberState, told_to: ToldTo): void {
    state.revision++;
    member.revision = state.revision;
    if (told_to === "everybody") {
      member.told_revision = state.revision;
      state.told_revision = state.revision;
    }
    this.#heads.add(state);
  }
}

function headTuple({ uuid, last_seq, last_time, chain, revision, told_revision }: ConversationState): Tuple {
  return [uuid, last_seq, last_time, chain, revision, told_revision];
}

function infoTuple({ uuid, info_revision, info }: ConversationState): Tuple {
  return [uuid, info_revision, JSON.stringify(info)];
}

function memberTuple([member, conversation]: [MemberState, string]): Tuple {
  const { account_id, delivered, read, heard, revision, told_revision } = member;
  return [conversation, uuidOf(account_id), delivered, read, heard, revision, told_revision];
}

function standingTuple([member, conversation]: [MemberState, string]): Tuple {
  const { name, picture, role, state, muted_until, from_seq, joined_seq } = member;
  const { blocked, shown, leads, address, deleted } = member;
  const standing = [name, picture, role, state, muted_until, from_seq, joined_seq];
  return [...memberTuple([member, conversation]), ...standing, blocked, shown, leads, address, deleted];
}

function blobTuple({ uuid, blob_id, refs }: { uuid: string; blob_id: BlobId; refs: number }): Tuple {
  return [uuid, blob_id, refs];
}

function linkTuples([uuid, link]: [string, SetLink["link"]]): Tuple[] {
  return link ? [[uuid, byteaOf(link.token_hash), byteaOf(link.nonce), link.expires_at]] : [];
}
