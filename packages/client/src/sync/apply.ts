import type { AccountChange, ConversationChange, Entry } from "@feiliao/protocol";
import type { Cache, CacheChange } from "../cache/port.ts";
import {
  type ConversationRecord,
  deleteEntry,
  deleteMeta,
  entryRange,
  metaKey,
  putConversation,
  putDroppedLog,
  putHidden,
} from "../cache/records.ts";
import { goneFrom, isSameEntry, lastInCommon } from "../lost/compare.ts";
import type { Conversation } from "../model/conversation.ts";
import { NOTHING_HIDDEN, withHidden } from "../model/hidden.ts";
import type { Model } from "../model/model.ts";

/** What a page did to a conversation in the model, and has to do to the cache. */
export interface AppliedConversation {
  /** Its log began anew, and was not unknown before. */
  dropped: boolean;
  /** To be written by any tab. */
  landed: CacheChange[];
  /** To be written by the keeper. */
  gather(): Promise<CacheChange[]>;
}

/** How a piece of a log relates to what this device has of it. */
export type Fit = "continues" | "restarts" | "leaves_a_hole";

/** `mayLag`: the piece may be from before the newest entries here, which otherwise proves a rollback (D10). */
export function fitOf(
  { log, record }: Conversation,
  change: ConversationChange,
  { mayRestart, mayLag }: { mayRestart: boolean; mayLag: boolean },
): Fit {
  const first = change.entries[0]?.seq ?? change.last_seq + 1;
  const known = record.epoch === change.epoch && (mayLag || log.end <= change.last_seq);
  const continues =
    known && log.joins(first) && change.entries.every((entry) => agrees(log.at(entry.seq), entry));
  if (continues) return "continues";
  return mayRestart ? "restarts" : "leaves_a_hole";
}

/** True unless the same seq was another entry before: then history was rewritten behind its back. */
function agrees(before: Entry | undefined, now: Entry): boolean {
  return !before || isSameEntry(before, now);
}

/** Whether this person has come back to a log that is theirs to read only from behind what they had of it. */
export function wasAway(
  { account, log, record }: Conversation,
  { epoch, members }: ConversationChange,
): boolean {
  const me = members.find(({ account_id }) => account_id === account.account_id);
  return record.epoch === epoch && me !== undefined && me.from_seq > log.end + 1;
}

/** Applies a change of the account's own log; nothing when it was applied before. */
export function applyAccountChange(model: Model, change: AccountChange): CacheChange[] {
  const { account } = model;
  if (change.position <= account.position) return [];
  const changes = account.moveTo(change.position);
  switch (change.type) {
    case "profile":
      return [...changes, ...account.setProfile(change.profile)];
    case "contact":
      changes.push(...account.setRemarkName(change));
      model.contactsChanged();
      return changes;
    case "conversation": {
      const { conversation_id, type: _, position: __, ...listed } = change;
      const conversation = model.ensure(conversation_id);
      conversation.update({ ...listed, listed: true });
      return [...changes, putConversation(conversation.record)];
    }
    case "block":
      changes.push(...account.kept.setBlocked(change));
      model.contactsChanged();
      return changes;
    case "conversation_settings":
      changes.push(...account.kept.setSettings(change));
      model.conversation(change.conversation_id)?.touch();
      return changes;
    case "hidden":
      return [...changes, conceal(model.ensure(change.conversation_id), { seqs: change.seqs })];
    case "cleared":
      return [...changes, conceal(model.ensure(change.conversation_id), { cleared: change.up_to })];
    case "favourite":
      return [...changes, account.messages.setFavourite(change)];
    case "scheduled":
      return [...changes, account.messages.setScheduled(change)];
    case "sign_in_request":
      return [...changes, ...account.setSignInRequest(change.request)];
    case "fallback":
      changes.push(account.sms.setFallback(change));
      model.contactsChanged();
      return changes;
    case "sms":
      changes.push(account.sms.setProgress(change));
      model.conversation(change.conversation_id)?.touch(change.seq);
      return changes;
    default:
      return changes;
  }
}

/** Deletes messages for oneself in what is shown; answers what to write into the cache. */
export function conceal(
  conversation: Conversation,
  { seqs = [], cleared }: { seqs?: readonly number[]; cleared?: number },
): CacheChange {
  const { conversation_id } = conversation.record;
  const before = withHidden(conversation.hidden, seqs);
  const hidden = { ...before, cleared: cleared ?? before.cleared };
  conversation.setHidden(hidden);
  return putHidden({ conversation_id, cleared: hidden.cleared, seqs: [...hidden.seqs] });
}

/** The account's log is told anew: what it does not repeat is gone. */
export function forgetAccount(model: Model): CacheChange[] {
  model.account.position = 0;
  const forgotten = [
    ...model.account.forgetContacts(),
    ...model.account.setSignInRequest(null),
    ...model.account.kept.forget(),
    ...model.account.messages.forget(),
    ...model.account.sms.forget(),
  ];
  for (const conversation of model.conversations) {
    conversation.update({ listed: false });
    const { conversation_id } = conversation.record;
    if (conversation.hidden === NOTHING_HIDDEN) continue;
    conversation.setHidden(NOTHING_HIDDEN);
    forgotten.push(deleteMeta(metaKey.hidden(conversation_id)));
  }
  return forgotten;
}

/** Makes room for a log that starts anew, putting aside what the device had of it. */
export async function dropLog(
  cache: Cache,
  { conversation_id, epoch }: ConversationRecord,
  piece: readonly Entry[] | null,
): Promise<CacheChange[]> {
  const cached = await cache.range<Entry>("entries", ...entryRange(conversation_id));
  if (epoch === null || cached.length === 0) return [];
  const common = piece && lastInCommon(cached, piece);
  const changes = cached
    .filter((entry) => entry.seq > (common ?? 0))
    .map((entry) => deleteEntry(conversation_id, entry.seq));
  const gone = piece && goneFrom(cached, piece);
  if (gone?.length === 0) return changes;
  return [...changes, putDroppedLog({ conversation_id, epoch, entries: cached, gone })];
}

/**
 * Makes room for a log that begins, for this person, behind what they had of it: they were away. It is not lost, as
 * what the server has dropped is; they may not read it any more.
 */
export async function clearLog(
  cache: Cache,
  { conversation_id }: ConversationRecord,
): Promise<CacheChange[]> {
  const cached = await cache.range<Entry>("entries", ...entryRange(conversation_id));
  return cached.map(({ seq }) => deleteEntry(conversation_id, seq));
}

/** Puts aside the conversations that the account's log, told anew, has not named: the server has them no more. */
export function dropUnlisted(cache: Cache, model: Model): AppliedConversation[] {
  const unlisted = [...model.conversations].filter(({ record }) => !record.listed && record.epoch !== null);
  return unlisted.map((conversation) => {
    const before = conversation.record;
    conversation.restart(null, true);
    conversation.update({ token_seq: 0 });
    const { record } = conversation;
    const gather = async () => [...(await dropLog(cache, before, null)), putConversation(record)];
    return { dropped: true, landed: [], gather };
  });
}
