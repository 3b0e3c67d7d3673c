import { For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { effect } from "../state/effect.ts";
import { Icon } from "../ui/icon.tsx";
import { Bubble } from "./bubble.tsx";
import { Carrier } from "./carrier.tsx";
import { closeHandset } from "./chosen-handset.ts";
import { magicOf, messagesOf, openHandset } from "./handsets.ts";
import { texts } from "./language.ts";
import { ReplyForm } from "./reply-form.tsx";
import { StatusBar } from "./status-bar.tsx";

/** One virtual handset, held upright. */
export function HandsetScreen(props: { number: string }) {
  let screen!: HTMLUListElement;
  // When the server is away the list stays as it is; it is loaded again with the connection.
  effect(() => void openHandset(props.number).catch(() => undefined));
  effect(() => {
    if (messagesOf(props.number).length > 0) screen.scrollTop = screen.scrollHeight;
  });
  return (
    <article class="handset" aria-label={showNumber(props.number)}>
      <StatusBar number={props.number} />
      <header>
        <button type="button" class="quiet round back" aria-label={texts().back} onClick={closeHandset}>
          <Icon name="back" />
        </button>
        <div>
          <h2>{showNumber(props.number)}</h2>
          <Carrier number={props.number} />
        </div>
      </header>
      <Show when={magicOf(props.number)}>
        {(magic) => (
          <p class="warning">
            {texts().magic_here} {texts().faults[magic().fault].what}
          </p>
        )}
      </Show>
      <ul class="screen" ref={screen} aria-live="polite">
        <For each={messagesOf(props.number)} fallback={<li class="empty soft">{texts().empty}</li>}>
          {(message) => <Bubble message={message} number={props.number} />}
        </For>
      </ul>
      <ReplyForm number={props.number} />
    </article>
  );
}
