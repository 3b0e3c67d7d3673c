import { createSignal, createUniqueId, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { NumberField } from "../numbers/number-field.tsx";
import type { TypedNumber } from "../numbers/phone-numbers.ts";
import { phoneNumbers } from "../numbers/show-number.ts";
import { NAME_CHARACTERS_MAX } from "../signup/name-limit.ts";
import { client, profile } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";

/** Opens the conversation with a number, whether somebody is there already or not. */
export function AddFriend(props: { onClosed: () => void }) {
  const [number, setNumber] = createSignal<TypedNumber>();
  const [opening, setOpening] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const hint = createUniqueId();
  let dialog!: HTMLDialogElement;
  let remark!: HTMLInputElement;

  const open = async (e164: string): Promise<void> => {
    setOpening(true);
    setError(undefined);
    try {
      const conversation_id = await client.openConversation(`tel:${e164}`, remark.value.trim() || undefined);
      dialog.close();
      go({ screen: "conversation", conversation_id });
    } catch (failure) {
      setError(errorText(failure));
      setOpening(false);
    }
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    await phoneNumbers(); // autofill and Enter can be faster than the numbering plans
    const e164 = number()?.e164;
    if (!e164) setError(t().error.number_invalid);
    else if (e164 === profile()?.number) setError(t().add.own_number);
    else await open(e164);
  };

  return (
    <Dialog title={t().add.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={submit} noValidate>
        <p class="soft">{t().add.intro}</p>
        <NumberField autofocus invalid={error() !== undefined} onChange={setNumber} />
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <label class="field">
          <span>{t().add.remark}</span>
          <input
            ref={remark}
            class="input"
            maxLength={NAME_CHARACTERS_MAX}
            autocomplete="off"
            aria-describedby={hint}
            data-testid="remark"
          />
          <small id={hint} class="soft">
            {t().add.remark_hint}
          </small>
        </label>
        <button type="submit" class="primary" disabled={opening()} data-testid="add-submit">
          {t().add.submit}
        </button>
      </form>
    </Dialog>
  );
}
