import type { AccountId } from "@feiliao/protocol";
import { createSignal, For, Show } from "solid-js";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { g } from "./language.ts";
import { type Friend, friends } from "./people.ts";

export interface ChoosePeopleProps {
  chosen: readonly AccountId[];
  onChosen: (chosen: AccountId[]) => void;
  /** Those who are there already. */
  without?: readonly AccountId[];
}

/** Friends to tick, with a search above. */
export function ChoosePeople(props: ChoosePeopleProps) {
  const [filter, setFilter] = createSignal("");
  const all = (): Friend[] => friends().filter(({ account_id }) => !props.without?.includes(account_id));
  const shown = (): Friend[] => {
    const wanted = filter().trim().toLowerCase();
    return all().filter(({ name }) => name.toLowerCase().includes(wanted));
  };
  const toggle = (account_id: AccountId): void => {
    const others = props.chosen.filter((other) => other !== account_id);
    props.onChosen(others.length < props.chosen.length ? others : [...others, account_id]);
  };
  return (
    <fieldset class="choose-people">
      <legend>
        {g().create.people}
        <Show when={props.chosen.length > 0}>
          <span class="soft">{g().create.chosen(props.chosen.length)}</span>
        </Show>
      </legend>
      <Show when={all().length > 0} fallback={<p class="soft">{g().create.nobody}</p>}>
        <label class="filter">
          <Icon name="search" />
          <input
            type="search"
            autocomplete="off"
            placeholder={g().create.find}
            aria-label={g().create.find}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <ul>
          <For each={shown()} fallback={<li class="soft">{g().info.no_match}</li>}>
            {(friend) => (
              <li>
                <label class="person">
                  <Avatar
                    name={friend.name}
                    id={friend.account_id}
                    picture={friend.conversation.picture}
                    owner={friend.conversation.conversation_id}
                  />
                  <span class="person-name">{friend.name}</span>
                  <input
                    type="checkbox"
                    checked={props.chosen.includes(friend.account_id)}
                    data-testid="person"
                    onChange={() => toggle(friend.account_id)}
                  />
                </label>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </fieldset>
  );
}
