import type { ConversationView } from "@feiliao/client";
import { createSignal, For, Match, Switch } from "solid-js";
import { done } from "../group/done.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Ask } from "./ask.tsx";
import { m } from "./language.ts";
import "./lists.css";

const HOUR_S = 3_600;
const AFTER_S = {
  off: 0,
  hour: HOUR_S,
  day: 24 * HOUR_S,
  week: 7 * 24 * HOUR_S,
  month: 30 * 24 * HOUR_S,
  quarter: 90 * 24 * HOUR_S,
} as const;
type After = keyof typeof AFTER_S;

export interface ChatUpkeepProps {
  conversation: ConversationView;
  /** Something was chosen: the menu around it is to close. */
  onChosen: () => void;
}

/** In the menu of a chat: how long messages stay, and clearing what was written. */
export function ChatUpkeep(props: ChatUpkeepProps) {
  const [asked, setAsked] = createSignal<"disappearing" | "clear">();
  const mayChange = (): boolean =>
    props.conversation.state === "active" &&
    !props.conversation.blocked &&
    (props.conversation.kind === "direct" || props.conversation.rights.manage);
  return (
    <>
      <button
        type="button"
        class="secondary"
        disabled={!mayChange()}
        data-testid="menu-disappearing"
        onClick={() => setAsked("disappearing")}
      >
        {m().disappearing.title}
      </button>
      <button type="button" class="dangerous" data-testid="menu-clear" onClick={() => setAsked("clear")}>
        {m().clear.open}
      </button>
      <Switch>
        <Match when={asked() === "disappearing"}>
          <Disappearing conversation={props.conversation} onClosed={props.onChosen} />
        </Match>
        <Match when={asked() === "clear"}>
          <Ask
            title={m().clear.title}
            intro={m().clear.intro}
            act={m().clear.act}
            onAct={() => void client.messages.clear(props.conversation.conversation_id)}
            onClosed={props.onChosen}
          />
        </Match>
      </Switch>
    </>
  );
}

function Disappearing(props: { conversation: ConversationView; onClosed: () => void }) {
  let dialog!: HTMLDialogElement;
  const now = (): number => props.conversation.info?.disappear_after_s ?? 0;
  const set = async (after: After): Promise<void> => {
    const { conversation_id } = props.conversation;
    if (await done(client.groups.set(conversation_id, { disappear_after_s: AFTER_S[after] }))) dialog.close();
  };
  return (
    <Dialog title={m().disappearing.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <p class="soft">{m().disappearing.intro}</p>
      <div class="disappearing" role="radiogroup" aria-label={m().disappearing.title}>
        <For each={Object.keys(AFTER_S) as After[]}>
          {(after) => (
            <label>
              <input
                type="radio"
                name="disappear-after"
                checked={AFTER_S[after] === now()}
                data-testid={`disappear-${after}`}
                onChange={() => set(after)}
              />
              {m().disappearing[after]}
            </label>
          )}
        </For>
      </div>
    </Dialog>
  );
}
