import type { EntryContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can, type Facts } from "../conversation/can.ts";
import { chainOf } from "../conversation/chain.ts";
import type { AppendIntent } from "./conversation-store.ts";
import type { StoredTalk } from "./talk-store.ts";

/** The entry that has an intent's key already; `content` is the JSON text that was stored. */
export interface KnownEntry {
  seq: number;
  server_time: number;
  content: string;
}

/** What an append depends on, as committed when it is decided. */
export interface AppendFacts extends Facts {
  known: KnownEntry | null;
  /** The last number this device used in the conversation; 0 for none. */
  device_seq: number;
  /** Whether the sender may refer to the picture: uploaded it, or found it in the conversation. */
  may_show_picture: boolean;
  /** The talk that the intent ends. */
  talk: Pick<StoredTalk, "state" | "next_packet"> | null;
}

/** The end of a log. */
export interface LogHead {
  last_seq: number;
  last_time: number;
  /** Commitment to the log up to `last_seq` (see chainOf). */
  chain: number;
}

/**
 * Whether an intent is appended: null, or the entry that it repeats (D2). Pure, so that every store decides alike.
 *
 * @throws {FeiliaoError} not_found, idempotency_conflict, out_of_order, media_missing, talk_ended, upload_offset
 */
export function decideAppend(intent: AppendIntent, facts: AppendFacts): KnownEntry | null {
  if (!can("append", facts)) throw new FeiliaoError("not_found");
  // D2 before everything else: a repeat gets its original answer, whatever has changed since.
  if (facts.known) {
    if (!isSameContent(intent.content, facts.known)) throw new FeiliaoError("idempotency_conflict");
    return facts.known;
  }
  const expected = facts.device_seq + 1;
  if (intent.device_seq !== undefined && intent.device_seq !== expected) {
    throw new FeiliaoError("out_of_order", { expected }); // D4
  }
  if (intent.content.type === "image" && !facts.may_show_picture) throw new FeiliaoError("media_missing");
  if (intent.talk && "end" in intent.talk) requireEndable(intent.content, facts.talk);
  return null;
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
 * each attempt to end one computes its waveform again.
 */
function isSameContent(offered: EntryContent, { content }: KnownEntry): boolean {
  if (offered.type === "voice" || offered.type === "talk_end") {
    return (JSON.parse(content) as EntryContent).type === offered.type;
  }
  return content === JSON.stringify(offered);
}
