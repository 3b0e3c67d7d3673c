import { createSignal, Show } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { messagesOf, reply } from "./handsets.ts";
import { texts } from "./language.ts";

const REPLY_CHARACTERS_MAX = 500;
/** Where a handset writes to that has not heard from anybody. */
const SERVICE_NUMBER = "10690013800";
const DIALLED = /^\d{3,20}$/;

/** Writes an SMS to the number that was chosen, else to the one that wrote last. */
export function ReplyForm(props: { number: string; to: string | null; onTo: (to: string | null) => void }) {
  const [text, setText] = createSignal("");
  const [wrong, setWrong] = createSignal(false);
  const lastSender = () => messagesOf(props.number).findLast(({ from }) => from !== props.number)?.from;
  const to = () => props.to ?? lastSender() ?? SERVICE_NUMBER;
  const ready = () => text().trim() !== "" && DIALLED.test(to());
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready()) return;
    const written = text().trim();
    setText("");
    setWrong(false);
    await reply(props.number, written, to()).catch(() => {
      setText(written);
      setWrong(true);
    });
  };
  return (
    <form class="reply" onSubmit={submit}>
      <p class="error small" role="alert">
        <Show when={wrong()}>{texts().screen.wrong}</Show>
      </p>
      <label class="reply-to small">
        <span class="soft">{texts().screen.reply_to}</span>
        <input
          type="tel"
          inputmode="numeric"
          autocomplete="off"
          maxlength={20}
          data-testid="reply-to"
          aria-invalid={!DIALLED.test(to())}
          value={to()}
          onInput={(event) => props.onTo(event.currentTarget.value.replace(/\D/g, ""))}
          onChange={(event) => event.currentTarget.value === "" && props.onTo(null)}
        />
      </label>
      <input
        class="input"
        type="text"
        autocomplete="off"
        enterkeyhint="send"
        maxlength={REPLY_CHARACTERS_MAX}
        data-testid="reply"
        aria-label={texts().screen.reply}
        placeholder={texts().screen.reply}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button
        class="primary round"
        type="submit"
        data-testid="reply-send"
        aria-label={texts().screen.send}
        disabled={!ready()}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
