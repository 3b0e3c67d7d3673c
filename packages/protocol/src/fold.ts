import type { EntryContent, TalkEndContent } from "./content.ts";
import type { Entry, Fold } from "./entry.ts";

/** An entry as far as it changes others. */
export type Change = Pick<Entry, "seq" | "sender" | "server_time" | "content">;

/** What a later entry makes of a message. */
export interface Folded {
  fold: Fold | undefined;
  /** Present: the message's content is replaced by this, and its edits' too. */
  content?: EntryContent;
  /** Seqs of entries whose content is erased with it. */
  erased: readonly number[];
}

/** The seq of the entry that a content changes; null when it changes none. */
export function targetOf(content: EntryContent): number | null {
  switch (content.type) {
    case "edit":
    case "recall":
    case "reaction":
    case "talk_end":
      return content.target;
    default:
      return null; // a pin changes the conversation, not the message
  }
}

/**
 * The one definition of what a change makes of its target: the server stores what it says, and a client that sees the
 * change says the same. Idempotent: a change that was folded before changes nothing.
 */
export function foldChange(before: Fold | undefined, { seq, sender, server_time, content }: Change): Folded {
  switch (content.type) {
    case "talk_end":
      if (before?.recalled || (before?.talk_end && !goesOn(before.talk_end, content))) {
        return { fold: before, erased: [] };
      }
      return { fold: { ...before, talk_end: content }, erased: [] };
    case "edit": {
      if (before?.recalled || before?.edit?.seqs.includes(seq)) return { fold: before, erased: [] };
      const { text, mentions } = content;
      const seqs = [...(before?.edit?.seqs ?? []), seq];
      const edit = { seqs, at: server_time, text, ...(mentions && { mentions }) };
      return { fold: { ...before, edit }, erased: [] };
    }
    case "recall":
      if (before?.recalled) return { fold: before, erased: [] };
      return {
        fold: { recalled: { by: sender, at: server_time } },
        content: { type: "erased" },
        erased: before?.edit?.seqs ?? [],
      };
    case "reaction": {
      if (before?.recalled) return { fold: before, erased: [] };
      const reactions = reactionsAfter(before?.reactions ?? [], content.emoji, sender);
      const { reactions: _, ...rest } = before ?? {};
      return { fold: reactions.length > 0 ? { ...rest, reactions } : orNothing(rest), erased: [] };
    }
    default:
      return { fold: before, erased: [] };
  }
}

/** An interrupted talk may have gone on since; any other end is the last. */
function goesOn({ outcome, packets }: TalkEndContent, later: TalkEndContent): boolean {
  return outcome === "interrupted" && (later.outcome !== "interrupted" || later.packets > packets);
}

type Reactions = NonNullable<Fold["reactions"]>;

/** In an order that does not tell of their history, so that folding it again leads to the same. */
function reactionsAfter(before: Reactions, emoji: string | null, account: Entry["sender"]): Reactions {
  const accountsOf = new Map(before.map((reaction) => [reaction.emoji, new Set(reaction.accounts)]));
  for (const accounts of accountsOf.values()) accounts.delete(account);
  if (emoji !== null) accountsOf.set(emoji, new Set([...(accountsOf.get(emoji) ?? []), account]));
  return [...accountsOf]
    .filter(([, accounts]) => accounts.size > 0)
    .map(([emoji, accounts]) => ({ emoji, accounts: [...accounts].sort() }))
    .sort((a, b) => (a.emoji < b.emoji ? -1 : 1));
}

function orNothing(fold: Fold): Fold | undefined {
  return Object.keys(fold).length > 0 ? fold : undefined;
}
