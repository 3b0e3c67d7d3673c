import { createSignal, Show } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { reply } from "./handsets.ts";
import { texts } from "./language.ts";

const REPLY_CHARACTERS_MAX = 500;

/** Writes an SMS back to the service. */
export function ReplyForm(props: { number: string }) {
  const [text, setText] = createSignal("");
  const [wrong, setWrong] = createSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const written = text().trim();
    if (written === "") return;
    setText("");
    setWrong(false);
    await reply(props.number, written, null).catch(() => {
      setText(written);
      setWrong(true);
    });
  };
  return (
    <form class="reply" onSubmit={submit}>
      <p class="error small" role="alert">
        <Show when={wrong()}>{texts().reply_wrong}</Show>
      </p>
      <input
        class="input"
        type="text"
        autocomplete="off"
        enterkeyhint="send"
        maxlength={REPLY_CHARACTERS_MAX}
        data-testid="reply"
        aria-label={texts().reply_label}
        placeholder={texts().reply_label}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button
        class="primary round"
        type="submit"
        data-testid="reply-send"
        aria-label={texts().reply_send}
        disabled={text().trim() === ""}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
