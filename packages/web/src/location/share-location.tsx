import type { ConversationId } from "@feiliao/protocol";
import { createSignal, createUniqueId, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { agreed } from "../sms/agreed.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { coordinatesText, parseCoordinates } from "./coordinates.ts";
import { distanceText } from "./distance-text.ts";
import { LocationPlan } from "./location-plan.tsx";
import { findPosition, isDenied, type Position } from "./position.ts";

const NAME_CHARACTERS_MAX = 200;

/** Sends where one is, when asked to, or a place that was written down. */
export function ShareLocation(props: { conversation_id: ConversationId; onClosed: () => void }) {
  const [written, setWritten] = createSignal("");
  const [found, setFound] = createSignal<Position>();
  const [finding, setFinding] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const hint = createUniqueId();
  const place = (): Position | null => found() ?? parseCoordinates(written());
  let dialog!: HTMLDialogElement;
  let name!: HTMLInputElement;

  const find = async (): Promise<void> => {
    setFinding(true);
    setError(undefined);
    try {
      const position = await findPosition();
      setFound(position);
      setWritten(coordinatesText(position));
    } catch (failure) {
      setError(isDenied(failure) ? t().location.denied : t().location.unavailable);
    } finally {
      setFinding(false);
    }
  };
  const write = (text: string): void => {
    setFound(undefined);
    setWritten(text);
    setError(undefined);
  };
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const location = place();
    if (!location) return void setError(t().location.coordinates_wrong);
    const called = name.value.trim();
    const { conversation_id } = props;
    client
      .sendLocation(
        conversation_id,
        { ...location, ...(called && { name: called }) },
        agreed(conversation_id, null),
      )
      .catch(() => showToast(t().composer.not_kept));
    dialog.close();
  };

  return (
    <Dialog title={t().location.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={send} noValidate>
        <Show when={place()}>
          {(position) => (
            <div class="location-preview">
              <LocationPlan place={position()} />
              <Show when={position().accuracy_m}>
                {(metres) => <p class="soft">{t().location.accuracy(distanceText(metres()))}</p>}
              </Show>
            </div>
          )}
        </Show>
        <button
          type="button"
          class="secondary"
          disabled={finding()}
          data-testid="use-position"
          onClick={find}
        >
          <Icon name="place" />
          {finding() ? t().location.finding : t().location.use_mine}
        </button>
        <label class="field">
          <span>{t().location.coordinates}</span>
          <input
            class="input"
            value={written()}
            inputMode="text"
            autocomplete="off"
            aria-describedby={hint}
            aria-invalid={error() !== undefined}
            data-testid="coordinates"
            onInput={(event) => write(event.currentTarget.value)}
          />
          <small id={hint} class="soft">
            {t().location.coordinates_hint}
          </small>
        </label>
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <label class="field">
          <span>{t().location.name}</span>
          <input
            ref={name}
            class="input"
            maxLength={NAME_CHARACTERS_MAX}
            autocomplete="off"
            data-testid="place-name"
          />
        </label>
        <button type="submit" class="primary" disabled={!place()} data-testid="send-location">
          {t().composer.send}
        </button>
      </form>
    </Dialog>
  );
}
