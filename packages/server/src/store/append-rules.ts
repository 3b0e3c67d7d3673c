import type { AccountId, BlobId, ConversationInfo, EntryContent, ErrorCode, Fold } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { type Action, type Facts, refusal, type Standing } from "../conversation/can.ts";
import { chainOf } from "../conversation/chain.ts";
import type { Consequences } from "./consequences.ts";
import type { AppendIntent } from "./conversation-store.ts";
import { infoConsequences, membershipConsequences } from "./group-rules.ts";
import { changeConsequences, mentionsAll, messageConsequences } from "./message-rules.ts";
import type { Effect } from "./outbox-store.ts";
import type { StoredTalk } from "./talk-store.ts";

/** The entry that has an intent's key already; `content` is the JSON text that was stored. */
export interface KnownEntry {
  seq: number;
  server_time: number;
  content: string;
}

/** An earlier entry that an intent refers to, as it is now. */
export interface TargetEntry {
  seq: number;
  sender: AccountId;
  server_time: number;
  content: EntryContent;
  fold: Fold | undefined;
}

/** What an append depends on, as committed when it is decided. */
export interface AppendFacts extends Facts {
  head: LogHead;
  info: ConversationInfo;
  known: KnownEntry | null;
  /** The last number this device used in the conversation; 0 for none. */
  device_seq: number;
  /** Whether the sender may refer to all blobs of the content: uploaded them, or found them in the conversation. */
  may_show_blobs: boolean;
  /** The talk that the intent ends. */
  talk: Pick<StoredTalk, "state" | "next_packet"> | null;
  /** The entry that an edit, recall, reaction or pin is about; null when there is none, or none the sender may read. */
  target: TargetEntry | null;
  /** Standings of the accounts that the content names, and of the target's sender; null for strangers. */
  standing(account_id: AccountId): Standing | null;
  /** Who takes over when the sender, who owns the group, leaves it: see successor in group-rules.ts. */
  successor: AccountId | null;
  /** How many admins there are, when the content makes more of them (see makesAdmins); else 0. */
  admins: number;
}

/** The end of a log. */
export interface LogHead {
  last_seq: number;
  last_time: number;
  /** Commitment to the log up to `last_seq` (see chainOf). */
  chain: number;
}

export type Decision =
  /** D2: it is in the log already. */
  | { repeats: KnownEntry }
  | { repeats: null; head: LogHead; content_json: string; consequences: Consequences | null };

/**
 * Whether an intent is appended, as what, and what follows from it. Pure, so that every store decides alike.
 *
 * @throws {FeiliaoError} why not
 */
export function decideAppend(intent: AppendIntent, facts: AppendFacts): Decision {
  const { content } = intent;
  // D2 before everything else: a repeat gets its original answer, whatever has changed since. But D17: only as long as
  // the conversation is the sender's to know of, or when it is what ended that.
  if (facts.known && (facts.membership?.state === "active" || content.type === "membership")) {
    if (!isSameContent(content, facts.known)) throw new FeiliaoError("idempotency_conflict");
    return { repeats: facts.known };
  }
  const refused = refusalOf(content, facts);
  if (refused) throw new FeiliaoError(refused);
  if (intent.sms && "refused" in intent.sms) throw intent.sms.refused;
  const expected = facts.device_seq + 1;
  if (intent.device_seq !== undefined && intent.device_seq !== expected) {
    throw new FeiliaoError("out_of_order", { expected }); // D4
  }
  if (!facts.may_show_blobs) throw new FeiliaoError("media_missing");
  if (intent.talk && "end" in intent.talk) requireEndable(content, facts.talk);
  const head = headAfter(facts.head, intent);
  const consequences = withSms(consequencesOf(intent, facts, head), intent, head);
  return { repeats: null, head, content_json: JSON.stringify(stamped(content, facts)), consequences };
}

/** The head after an append; its values are the entry's own seq, server time and chain. */
export function headAfter(head: LogHead, intent: AppendIntent): LogHead {
  // D16: never backwards within a conversation, whatever the wall clock does.
  const server_time = Math.max(intent.now, head.last_time);
  return {
    last_seq: head.last_seq + 1,
    last_time: server_time,
    chain: chainOf(head.chain, { ...intent, server_time }),
  };
}

/** Blobs that who reads the entry may read. */
export function blobsOf(content: EntryContent): readonly BlobId[] {
  switch (content.type) {
    case "image":
    case "file":
      return [content.blob_id];
    case "video":
      return [content.blob_id, content.poster.blob_id];
    case "text":
      return content.preview?.image ? [content.preview.image.blob_id] : NONE;
    case "info":
      return content.picture ? [content.picture] : NONE;
    default:
      return NONE;
  }
}

const NONE: readonly BlobId[] = [];

/** Memberships have rules of their own. */
function refusalOf(content: EntryContent, facts: AppendFacts): ErrorCode | null {
  if (content.type === "membership") return null;
  // The server says that a talk was interrupted, also for a talker who has been removed.
  if (content.type === "talk_end" && content.outcome === "interrupted" && facts.membership) return null;
  return refusal(actionOf(content), facts);
}

/** The right that appending a content takes. */
function actionOf(content: Exclude<EntryContent, { type: "membership" }>): Action {
  switch (content.type) {
    case "edit":
      return mentionsAll(content) ? "mention_all" : "edit";
    case "recall":
      return "recall";
    case "reaction":
      return "react";
    case "pin":
      return "pin";
    case "talk_end":
      return "read"; // a talk that began is ended, whether its talker may still write or not
    case "info":
      return infoAction(content);
    default:
      return mentionsAll(content) ? "mention_all" : "append";
  }
}

function infoAction(content: Extract<EntryContent, { type: "info" }>): Action {
  if (content.settings) return "set_settings";
  const { type: _, disappear_after_s, ...others } = content;
  return disappear_after_s !== undefined && Object.keys(others).length === 0
    ? "set_disappearing"
    : "set_info";
}

function consequencesOf(intent: AppendIntent, facts: AppendFacts, head: LogHead): Consequences | null {
  const { content } = intent;
  switch (content.type) {
    case "edit":
    case "recall":
    case "reaction":
    case "pin":
    case "talk_end":
      return changeConsequences(content, intent, facts, head);
    case "membership":
      return membershipConsequences(content, intent, facts, head);
    case "info":
      return infoConsequences(content, intent, facts, head);
    default:
      return messageConsequences(content, facts, head);
  }
}

/** What it queues for those who do not get it in the app; of a voice message when it has been spoken. */
function withSms(
  consequences: Consequences | null,
  { sms, content, conversation_id, account_id: sender }: AppendIntent,
  { last_seq, last_time: at }: LogHead,
): Consequences | null {
  if (!sms || "refused" in sms) return consequences;
  const about = { conversation_id, seq: content.type === "talk_end" ? content.target : last_seq, sender };
  const effect: Effect =
    "consent" in sms
      ? { kind: "message_sms", ...about, consent: sms.consent }
      : { kind: "remind", ...about, at };
  return { ...consequences, effects: [...(consequences?.effects ?? []), effect] };
}

/** Content as it is stored: the server alone says when a message disappears. */
function stamped(content: EntryContent, { info }: AppendFacts): EntryContent {
  if (!disappears(content)) return content;
  if (info.disappear_after_s === 0) return "expires_in_s" in content ? unstamped(content) : content;
  return { ...unstamped(content), expires_in_s: info.disappear_after_s } as EntryContent;
}

function unstamped(content: EntryContent): EntryContent {
  const { expires_in_s: _, ...rest } = content as EntryContent & { expires_in_s?: number };
  return rest as EntryContent;
}

/** True for messages; what merely tells of a change stays, without their words. */
export function disappears({ type }: EntryContent): boolean {
  return (
    type === "text" ||
    type === "image" ||
    type === "video" ||
    type === "file" ||
    type === "voice" ||
    type === "location" ||
    type === "contact_card"
  );
}

/** A talk ends once: open or interrupted before, and complete only with every packet that is stored. */
function requireEndable(content: EntryContent, talk: AppendFacts["talk"]): void {
  if (!talk) throw new FeiliaoError("not_found");
  if (talk.state === "complete" || talk.state === "cancelled") throw new FeiliaoError("talk_ended");
  if (content.type !== "talk_end" || content.outcome === "cancelled") return;
  if (talk.next_packet !== content.packets) {
    throw new FeiliaoError("upload_offset", { expected: talk.next_packet });
  }
}

/**
 * Voice and talk ends are the same by their key alone: each attempt to start one makes up a talk id anew, and
 * each attempt to end one computes its waveform again. So is what has been erased since: its words are gone.
 */
function isSameContent(offered: EntryContent, { content }: KnownEntry): boolean {
  if (content === JSON.stringify(offered)) return true;
  const stored = JSON.parse(content) as EntryContent;
  if (stored.type === "erased") return true;
  if (offered.type === "voice" || offered.type === "talk_end") return stored.type === offered.type;
  return JSON.stringify(unstamped(stored)) === JSON.stringify(unstamped(offered));
}
