import type { ConversationView } from "@feiliao/client";
import type { Member } from "@feiliao/protocol";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { g } from "./language.ts";
import { MemberActions } from "./member-actions.tsx";
import { isMe, personName } from "./people.ts";

export interface MemberListProps {
  conversation: ConversationView;
  members: readonly Member[];
  /** What was done to one of them has been done. */
  onChanged?: () => void;
}

/** Drawing a thousand rows that nobody looks at takes a phone a second. */
const FIRST_ROWS = 30;
const SEARCHABLE_MEMBERS_MIN = 8;

export function MemberList(props: MemberListProps) {
  const [filter, setFilter] = createSignal("");
  const [all, setAll] = createSignal(false);
  const [chosen, setChosen] = createSignal<Member>();
  const name = (member: Member): string => personName(props.conversation, member.account_id);
  const found = createMemo(() => {
    const wanted = filter().trim().toLowerCase();
    return props.members.filter((member) => name(member).toLowerCase().includes(wanted));
  });
  const shown = (): readonly Member[] => (all() ? found() : found().slice(0, FIRST_ROWS));
  return (
    <>
      <Show when={props.members.length >= SEARCHABLE_MEMBERS_MIN}>
        <label class="filter">
          <Icon name="search" />
          <input
            type="search"
            autocomplete="off"
            placeholder={g().info.find_member}
            aria-label={g().info.find_member}
            data-testid="member-filter"
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
      </Show>
      <ul class="members">
        <For each={shown()} fallback={<li class="soft">{g().info.no_match}</li>}>
          {(member) => (
            <li>
              <button
                type="button"
                class="person"
                disabled={isMe(member.account_id)}
                data-testid="member"
                onClick={() => setChosen(member)}
              >
                <MemberRow member={member} name={name(member)} conversation={props.conversation} />
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length < found().length}>
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {g().info.show_all(found().length)}
        </button>
      </Show>
      <Show when={chosen()} keyed>
        {(member) => (
          <MemberActions
            member={member}
            conversation={props.conversation}
            onClosed={() => setChosen(undefined)}
            onChanged={() => props.onChanged?.()}
          />
        )}
      </Show>
    </>
  );
}

function MemberRow(props: { member: Member; name: string; conversation: ConversationView }) {
  const marks = (): string[] => {
    const { account_id, role, state, muted_until } = props.member;
    const muted = state === "active" && muted_until !== null && muted_until > Date.now();
    const owner = props.conversation.kind === "channel" ? g().info.channel_owner : g().info.owner;
    return [
      ...(role === "owner" ? [owner] : role === "admin" ? [g().info.admin] : []),
      ...(muted ? [g().info.muted] : []),
      ...(isMe(account_id) ? [g().info.you] : []),
    ];
  };
  return (
    <>
      <Avatar
        name={props.name}
        id={props.member.account_id}
        picture={props.member.state === "active" ? props.member.picture : null}
        owner={props.conversation.conversation_id}
      />
      <span class="person-name">{props.name}</span>
      <For each={marks()}>{(mark) => <span class="mark">{mark}</span>}</For>
    </>
  );
}
