import { createSignal, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { Device } from "./device-row.tsx";

/** As many characters as the contract lets the name of a device have. */
const NAME_CHARACTERS_MAX = 60;

export function RenameDevice(props: { device: Device; onClosed: () => void }) {
  const [name, setName] = createSignal(props.device.name);
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  let field!: HTMLInputElement;
  onMount(() => field.select());
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      await client.call("device/rename", { device_id: props.device.device_id, name: name().trim() });
      dialog.close();
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  return (
    <Dialog
      title={t().settings.device_rename}
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <form class="form" onSubmit={submit}>
        <label class="field">
          <span>{t().settings.device_name}</span>
          <input
            ref={field}
            class="input"
            autofocus
            autocomplete="off"
            maxLength={NAME_CHARACTERS_MAX}
            value={props.device.name}
            data-testid="device-name"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button type="submit" class="primary" disabled={name().trim() === ""} data-testid="device-name-save">
          {t().app.save}
        </button>
      </form>
    </Dialog>
  );
}
