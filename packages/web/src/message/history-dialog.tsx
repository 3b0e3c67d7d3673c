import type { MessageView, Wording } from "@feiliao/client";
import { createSignal, For, onMount, Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { m } from "./language.ts";
import "./lists.css";

/** Every wording of an edited message, the latest first. */
export function HistoryDialog(props: { message: MessageView; onClosed: () => void }) {
  const [wordings, setWordings] = createSignal<readonly Wording[]>();
  const [failed, setFailed] = createSignal(false);
  onMount(() => {
    client.messages.history(props.message).then(
      (all) => setWordings([...all].reverse()),
      () => setFailed(true),
    );
  });
  return (
    <Dialog title={m().history.title} onClosed={props.onClosed}>
      <Show when={failed()}>
        <p class="error" role="alert">
          {m().history.failed}
        </p>
      </Show>
      <ol class="wordings" data-testid="wordings">
        <For each={wordings()}>
          {(wording) => (
            <li>
              <time class="soft" datetime={new Date(wording.at).toISOString()}>
                {fullDate(wording.at)}
              </time>
              <p class="text" dir="auto">
                {wording.text}
              </p>
            </li>
          )}
        </For>
      </ol>
    </Dialog>
  );
}
