import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { AddPeople } from "./add-people.tsx";
import { g } from "./language.ts";
import { MemberList } from "./member-list.tsx";
import { membersOf } from "./members-of.ts";
import { Requests } from "./requests.tsx";

/** Everybody who belongs to it, those who have been asked, and those who ask; the banned ones for who may lift that. */
export function Members(props: { conversation: ConversationView }) {
  const [adding, setAdding] = createSignal(false);
  const conversation = () => props.conversation;
  const active = membersOf(conversation, "active");
  const requested = membersOf(conversation, "requested");
  const invited = membersOf(conversation, "invited");
  const banned = membersOf(conversation, "banned");
  const refresh = (): void => {
    for (const list of [active, requested, invited, banned]) list.refresh();
  };
  const count = (): string => {
    const members = conversation().info?.member_count ?? active.members().length;
    return conversation().kind === "channel" ? g().info.readers(members) : g().info.members(members);
  };
  return (
    <>
      <Show when={conversation().rights.manage && requested.members().length > 0}>
        <Requests conversation={conversation()} members={requested.members()} onChanged={refresh} />
      </Show>
      <section class="group" aria-labelledby="group-members">
        <h2 id="group-members">{count()}</h2>
        <Show when={conversation().rights.add}>
          <button type="button" class="person add" data-testid="add-people" onClick={() => setAdding(true)}>
            <span class="avatar add-sign">
              <Icon name="plus" />
            </span>
            <span class="person-name">{g().info.add}</span>
          </button>
        </Show>
        <MemberList conversation={conversation()} members={active.members()} onChanged={refresh} />
        <Show when={invited.members().length > 0}>
          <h3>{g().info.invited}</h3>
          <MemberList conversation={conversation()} members={invited.members()} onChanged={refresh} />
        </Show>
        <Show when={conversation().rights.manage && banned.members().length > 0}>
          <h3>{g().info.banned}</h3>
          <MemberList conversation={conversation()} members={banned.members()} onChanged={refresh} />
        </Show>
      </section>
      <Show when={adding()}>
        <AddPeople
          conversation={conversation()}
          without={[...active.members(), ...invited.members()].map(({ account_id }) => account_id)}
          onClosed={() => {
            setAdding(false);
            refresh();
          }}
        />
      </Show>
    </>
  );
}
