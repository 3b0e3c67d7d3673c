import { createSignal, For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { effect } from "../state/effect.ts";
import { Icon } from "../ui/icon.tsx";
import { showPhones } from "./address-bar.ts";
import { Bubble } from "./bubble.tsx";
import { Carrier } from "./carrier.tsx";
import { HandsetNotice } from "./handset-notice.tsx";
import { HandsetSheet } from "./handset-sheet.tsx";
import { handset, messagesOf, openHandset } from "./handsets.ts";
import { texts } from "./language.ts";
import { ReplyForm } from "./reply-form.tsx";
import { StatusBar } from "./status-bar.tsx";

/** One virtual handset, held upright. */
export function HandsetScreen(props: { number: string }) {
  const [setting, setSetting] = createSignal(false);
  /** The number that is answered, once one was chosen. */
  const [answered, setAnswered] = createSignal<string | null>(null);
  let screen!: HTMLUListElement;
  // When the server is away the list stays as it is; it is loaded again with the connection.
  effect(() => void openHandset(props.number).catch(() => undefined));
  effect(() => {
    if (messagesOf(props.number).length > 0) screen.scrollTop = screen.scrollHeight;
  });
  return (
    <article
      class="handset"
      aria-label={showNumber(props.number)}
      data-line={handset(props.number)?.settings.line ?? "on"}
    >
      <StatusBar number={props.number} />
      <header>
        <button type="button" class="quiet round back" aria-label={texts().list.back} onClick={showPhones}>
          <Icon name="back" />
        </button>
        <div>
          <h2>{showNumber(props.number)}</h2>
          <Carrier number={props.number} />
        </div>
        <button
          type="button"
          class="quiet round"
          data-testid="handset-settings"
          aria-label={texts().settings.title}
          onClick={() => setSetting(true)}
        >
          <Icon name="settings" />
        </button>
      </header>
      <HandsetNotice number={props.number} />
      <ul class="screen" ref={screen} aria-live="polite">
        <For each={messagesOf(props.number)} fallback={<li class="empty soft">{texts().screen.empty}</li>}>
          {(message) => <Bubble message={message} number={props.number} onAnswer={setAnswered} />}
        </For>
      </ul>
      <ReplyForm number={props.number} to={answered()} onTo={setAnswered} />
      <Show when={setting()}>
        <HandsetSheet number={props.number} onClosed={() => setSetting(false)} />
      </Show>
    </article>
  );
}
