import type { ConversationView } from "@feiliao/client";
import type { Member } from "@feiliao/protocol";
import { type Accessor, createSignal } from "solid-js";
import { client } from "../state/client.ts";
import { effect } from "../state/effect.ts";
import { sortedMembers } from "./people.ts";

export interface MembersOf {
  members: Accessor<readonly Member[]>;
  /** Asks again; does nothing where the members are followed anyway. */
  refresh(): void;
}

/**
 * Those in a state. Of a group this device knows all of them; the readers of a channel are only told to those who
 * manage it, and only when they ask.
 */
export function membersOf(conversation: Accessor<ConversationView>, state: Member["state"]): MembersOf {
  const [asked, setAsked] = createSignal<readonly Member[]>();
  const followed = (): readonly Member[] => sortedMembers(conversation(), state);
  const asks = (): boolean => conversation().kind === "channel" && conversation().rights.manage;
  const refresh = (): void => {
    if (asks()) void everyPage(conversation().conversation_id, state).then(setAsked, () => undefined);
  };
  effect(() => {
    conversation().info?.member_count; // somebody came or went
    refresh();
  });
  return { members: () => (asks() ? (asked() ?? followed()) : followed()), refresh };
}

async function everyPage(
  conversation_id: ConversationView["conversation_id"],
  state: Member["state"],
): Promise<readonly Member[]> {
  const all: Member[] = [];
  let more = true;
  while (more) {
    const page = await client.groups.members(conversation_id, state, all.at(-1)?.account_id);
    all.push(...page.members);
    more = page.more;
  }
  return all;
}
