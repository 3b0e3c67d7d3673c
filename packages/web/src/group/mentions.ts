import type { ConversationView, Mention } from "@feiliao/client";

/** An @ that is being written: where it stands and what follows it so far. */
export interface OpenMention {
  /** Index of the @. */
  at: number;
  query: string;
}

/** Names have no line breaks and are at most 40 characters; who types on after that means no name. */
const OPEN = /(?:^|[\s\p{P}\p{Script=Han}])@([^@\n]{0,40})$/u;

/** The @ before the caret that may become a name; null when there is none. */
export function openMention(text: string, caret: number): OpenMention | null {
  const match = OPEN.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1]!;
  return { at: caret - query.length - 1, query };
}

/** Somebody, or everybody, who can be called by name. */
export interface Mentionable {
  mention: Mention;
  /** What stands in the text behind the @. */
  name: string;
}

/** Those whose name has what was typed, the ones that begin with it first. */
export function matching(all: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = query.trim().toLowerCase();
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  const begins = ({ name }: Mentionable): number => Number(name.toLowerCase().startsWith(wanted));
  return found.sort((a, b) => begins(b) - begins(a));
}

/** Whom a text calls: those that were chosen and whose names still stand in it. */
export function mentionsIn(text: string, chosen: readonly Mentionable[]): Mention[] {
  return [...new Set(chosen.filter(({ name }) => text.includes(`@${name}`)).map(({ mention }) => mention))];
}

/** Members as they call themselves: what is written is read by all. */
export function memberNames({ members, me }: ConversationView): Mentionable[] {
  return members
    .filter(
      ({ account_id, state, name }) => state === "active" && name !== null && account_id !== me?.account_id,
    )
    .map(({ account_id, name }) => ({ mention: account_id, name: name! }));
}
