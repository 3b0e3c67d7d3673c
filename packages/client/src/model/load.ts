import type { Entry, Profile } from "@feiliao/protocol";
import type { Cache } from "../cache/port.ts";
import {
  type ContactRecord,
  type ConversationRecord,
  type Credentials,
  type DraftRecord,
  entryRange,
  type HiddenRecord,
  type LostRecord,
  type MarksRecord,
  metaKey,
} from "../cache/records.ts";
import type { Changes } from "../changes.ts";
import type { SignInRequest } from "../types.ts";
import { Account } from "./account.ts";
import type { Conversation } from "./conversation.ts";
import { Kept } from "./kept.ts";
import { KeptMessages } from "./kept-messages.ts";
import { KeptSms } from "./kept-sms.ts";
import { isBubble } from "./message-view.ts";
import { Model } from "./model.ts";

/** What records have not had that an earlier version has kept. */
const ADDED_LATER = { state: "active", invited_by: null, info: null } as const;
const TAIL_ENTRIES = 15;
const UNREAD_ENTRIES_MAX = 500;

/** The model as the cache has it, with the newest entries of each conversation. */
export async function loadModel(cache: Cache, credentials: Credentials, changes: Changes): Promise<Model> {
  const [account, records, drafts, marks, lost, hidden] = await Promise.all([
    loadAccount(cache, credentials),
    cache.all<ConversationRecord>("conversations"),
    cache.range<DraftRecord>("meta", ...metaKey.every("draft")),
    cache.range<MarksRecord>("meta", ...metaKey.every("marks")),
    cache.range<LostRecord>("meta", ...metaKey.every("lost")),
    cache.range<HiddenRecord>("meta", ...metaKey.every("hidden")),
  ]);
  const model = new Model(account, changes);
  for (const record of records) model.add({ ...ADDED_LATER, ...record });
  for (const { conversation_id, text, reply_to = null } of drafts) {
    model.ensure(conversation_id).setDraft({ text, reply_to });
  }
  for (const { conversation_id, cleared, seqs } of hidden) {
    model.ensure(conversation_id).setHidden({ cleared, seqs: new Set(seqs) });
  }
  for (const record of marks) model.conversation(record.conversation_id)?.setMarks(record);
  for (const { conversation_id, entries } of lost) model.ensure(conversation_id).setLost(entries);
  await Promise.all([...model.conversations].map((conversation) => loadTail(cache, conversation)));
  return model;
}

async function loadAccount(cache: Cache, { account_id }: Credentials): Promise<Account> {
  const [position, profile, signInRequest, contacts, kept, messages, sms] = await Promise.all([
    cache.get<number>("meta", metaKey.accountPosition),
    cache.get<Profile>("meta", metaKey.profile),
    cache.get<SignInRequest | null>("meta", metaKey.signInRequest),
    cache.range<ContactRecord>("meta", ...metaKey.every("contact")),
    Kept.load(cache),
    KeptMessages.load(cache),
    KeptSms.load(cache),
  ]);
  const remarkNames = new Map(contacts.map(({ address, name }) => [address, name]));
  return new Account(account_id, {
    ...{ position: position ?? 0, profile: profile ?? null, signInRequest: signInRequest ?? null },
    ...{ remarkNames, kept, messages, sms },
  });
}

/** The newest entries, and as many more as it takes to count what is unread and to have a message to show. */
async function loadTail(cache: Cache, conversation: Conversation): Promise<void> {
  const { conversation_id } = conversation.record;
  const range = entryRange(conversation_id);
  const newest = (limit: number) =>
    cache.range<Entry>("entries", ...range, { limit, descending: true }).then(withoutHole);
  let tail = await newest(TAIL_ENTRIES);
  const first = tail[0]?.seq ?? 0;
  const isEnough =
    first <= conversation.marks.read + 1 && tail.some((entry) => isBubble(entry, conversation.viewpoint));
  if (tail.length === TAIL_ENTRIES && !isEnough) {
    tail = await newest(UNREAD_ENTRIES_MAX);
  }
  conversation.append(tail);
}

/** Ascending from descending, up to the first missing seq: what is behind a hole is not known to continue. */
function withoutHole(descending: readonly Entry[]): Entry[] {
  const newest = descending[0]?.seq ?? 0;
  const hole = descending.findIndex((entry, index) => entry.seq !== newest - index);
  return descending.slice(0, hole === -1 ? descending.length : hole).reverse();
}
