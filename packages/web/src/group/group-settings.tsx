import type { ConversationView } from "@feiliao/client";
import type { ConversationInfo } from "@feiliao/protocol";
import { For, Show } from "solid-js";
import { client } from "../state/client.ts";
import { done } from "./done.ts";
import { g } from "./language.ts";

type Settings = ConversationInfo["settings"];

interface Switch {
  name: "write" | "add" | "approval" | "history";
  isOn: (settings: Settings) => boolean;
  turned: (on: boolean) => Partial<Settings>;
}

const SWITCHES: readonly Switch[] = [
  {
    name: "write",
    isOn: ({ who_writes }) => who_writes === "admins",
    turned: (on) => ({ who_writes: on ? "admins" : "everyone" }),
  },
  {
    name: "add",
    isOn: ({ who_adds }) => who_adds === "admins",
    turned: (on) => ({ who_adds: on ? "admins" : "everyone" }),
  },
  { name: "approval", isOn: ({ approval }) => approval, turned: (approval) => ({ approval }) },
  {
    name: "history",
    isOn: ({ history_for_new }) => history_for_new,
    turned: (history_for_new) => ({ history_for_new }),
  },
];
/** In a channel only admins write and add anyway. */
const CHANNEL_SWITCHES = SWITCHES.filter(({ name }) => name === "approval" || name === "history");

export interface GroupSettingsProps {
  conversation: ConversationView;
  info: ConversationInfo;
}

/** How the group works: switches for owner and admins. */
export function GroupSettings(props: GroupSettingsProps) {
  const turn = async (input: HTMLInputElement, settings: Partial<Settings>): Promise<void> => {
    const turned = await done(client.groups.set(props.conversation.conversation_id, { settings }));
    if (!turned) input.checked = !input.checked;
  };
  const switches = (): readonly Switch[] =>
    props.conversation.kind === "channel" ? CHANNEL_SWITCHES : SWITCHES;
  return (
    <Show when={props.conversation.rights.manage}>
      <section class="group" aria-labelledby="group-settings">
        <h2 id="group-settings">{g().settings.title}</h2>
        <For each={switches()}>
          {({ name, isOn, turned }) => (
            <label class="setting">
              <span class="setting-name">{g().settings[name]}</span>
              <input
                type="checkbox"
                class="switch"
                checked={isOn(props.info.settings)}
                data-testid={`group-${name}`}
                onChange={(event) => turn(event.currentTarget, turned(event.currentTarget.checked))}
              />
            </label>
          )}
        </For>
      </section>
    </Show>
  );
}
