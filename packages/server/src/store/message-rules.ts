import type { MessageChange } from "@feiliao/protocol";
import {
  EDIT_WINDOW_MS,
  EDITS_MAX,
  type EntryContent,
  foldChange,
  PINS_MAX,
  RECALL_WINDOW_MS,
} from "@feiliao/protocol";
import { CAPTION_CHARACTERS_MAX } from "@feiliao/protocol/content";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { refusalOn } from "../conversation/can.ts";
import { type AppendFacts, blobsOf, disappears, type LogHead, type TargetEntry } from "./append-rules.ts";
import type { Consequences } from "./consequences.ts";
import type { AppendIntent } from "./conversation-store.ts";

type TalkEnd = Extract<EntryContent, { type: "talk_end" }>;

/** What follows from a message. @throws target_gone when it answers one that is not there */
export function messageConsequences(
  content: EntryContent,
  facts: AppendFacts,
  head: LogHead,
): Consequences | null {
  if ("reply_to" in content && content.reply_to !== undefined && content.reply_to > facts.head.last_seq) {
    throw new FeiliaoError("target_gone");
  }
  const blobs = blobsOf(content);
  const { disappear_after_s } = facts.info;
  if (blobs.length === 0 && disappear_after_s === 0) return null;
  const consequences: Consequences = {};
  if (blobs.length > 0) consequences.blobs = blobs;
  if (disappear_after_s > 0 && disappears(content)) {
    consequences.expires_at = head.last_time + disappear_after_s * 1_000;
  }
  return consequences;
}

/** What follows from an edit, a recall, a reaction, a pin or the end of a talk. */
export function changeConsequences(
  content: MessageChange | TalkEnd,
  intent: AppendIntent,
  facts: AppendFacts,
  head: LogHead,
): Consequences {
  const { target } = facts;
  if (!target) throw new FeiliaoError(content.type === "talk_end" ? "not_found" : "target_gone");
  if (content.type !== "talk_end") requireChangeable(content, intent, facts, target);
  if (content.type === "pin") return { info: pinned(content, facts) };
  const change = { seq: head.last_seq, sender: intent.account_id, server_time: head.last_time, content };
  const { fold, content: replacement, erased } = foldChange(target.fold, change);
  return {
    fold: { seq: target.seq, fold },
    ...(replacement && { erased: [target.seq, ...erased] }),
    // What is recalled cannot stay pinned.
    ...(replacement &&
      facts.info.pins.includes(target.seq) && {
        info: { ...facts.info, pins: facts.info.pins.filter((seq) => seq !== target.seq) },
      }),
  };
}

export function mentionsAll(content: EntryContent): boolean {
  return "mentions" in content && content.mentions?.includes("all") === true;
}

function requireChangeable(
  content: MessageChange,
  { account_id, now }: AppendIntent,
  facts: AppendFacts,
  target: TargetEntry,
): void {
  const gone = target.fold?.recalled !== undefined || target.content.type === "erased";
  if (!disappears(target.content) || gone) throw new FeiliaoError("target_gone");
  const mine = target.sender === account_id;
  const age_ms = now - target.server_time;
  switch (content.type) {
    case "edit":
      if (!mine) throw new FeiliaoError("forbidden");
      requireEditable(content, target);
      if (age_ms > EDIT_WINDOW_MS) throw new FeiliaoError("too_late");
      return;
    case "recall": {
      if (mine && age_ms <= RECALL_WINDOW_MS) return;
      const refused = refusalOn("remove_message", mine ? null : facts.standing(target.sender), facts);
      if (refused) throw new FeiliaoError(mine ? "too_late" : refused);
      return;
    }
    case "pin": {
      const { pins } = facts.info;
      if (content.pinned && !pins.includes(target.seq) && pins.length >= PINS_MAX) {
        throw new FeiliaoError("group_full");
      }
    }
  }
}

/** Words can be edited: a text, or what stands below a picture, a video or a file. */
function requireEditable(
  { text }: Extract<MessageChange, { type: "edit" }>,
  { content, fold }: TargetEntry,
): void {
  const { type } = content;
  const captioned = type === "image" || type === "video" || type === "file";
  if (type !== "text" && !captioned) throw new FeiliaoError("forbidden");
  if (captioned && text.length > CAPTION_CHARACTERS_MAX) throw new FeiliaoError("bad_request");
  if ((fold?.edit?.seqs.length ?? 0) >= EDITS_MAX) throw new FeiliaoError("group_full");
}

function pinned({ target, pinned }: Extract<MessageChange, { type: "pin" }>, { info }: AppendFacts) {
  const others = info.pins.filter((seq) => seq !== target);
  return { ...info, pins: pinned ? [...others, target] : others };
}
