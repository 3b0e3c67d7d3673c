import type { ConversationView } from "@feiliao/client";
import type { FallbackMode, FallbackRule } from "@feiliao/protocol";
import { FALLBACK_DEFAULT } from "@feiliao/protocol/contact/fallback-default";
import { createSignal, For, Show } from "solid-js";
import { done } from "../group/done.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { client } from "../state/client.ts";
import { s } from "./language.ts";
import "./sms.css";

const MODES: readonly FallbackMode[] = ["never", "ask", "notice", "full"];
const WAITS_S = [60, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400];
const HOUR_S = 3_600;
const UNLESS: readonly FallbackRule["unless"][] = ["delivered", "read"];

/** What is done when somebody does not get this person's messages in the app. */
export function Fallback(props: { conversation: ConversationView; onDone: () => void }) {
  const address = props.conversation.address!;
  const own = client.sms.fallback(address);
  const [rule, setRule] = createSignal<FallbackRule>(own ?? FALLBACK_DEFAULT);
  const keep = async (kept: FallbackRule | null): Promise<void> => {
    if (await done(client.sms.setFallback(address, kept))) props.onDone();
  };
  const wait = (seconds: number): string =>
    seconds < HOUR_S ? s().fallback.minutes(seconds / 60) : s().fallback.hours(seconds / HOUR_S);
  return (
    <form
      class="form fallback"
      data-testid="fallback"
      onSubmit={(event) => {
        event.preventDefault();
        void keep(rule());
      }}
    >
      <fieldset>
        <legend>{s().fallback.intro(shownTitle(props.conversation))}</legend>
        <For each={MODES}>
          {(mode) => (
            <label>
              <input
                type="radio"
                name="fallback"
                checked={rule().mode === mode}
                data-testid={`fallback-${mode}`}
                onChange={() => setRule({ ...rule(), mode })}
              />
              {s().fallback.mode[mode]}
            </label>
          )}
        </For>
      </fieldset>
      <Show when={rule().mode !== "never"}>
        <label class="field">
          <span>{s().fallback.after}</span>
          <select
            class="input"
            data-testid="fallback-after"
            onChange={(event) => setRule({ ...rule(), after_s: Number(event.currentTarget.value) })}
          >
            <For each={WAITS_S}>
              {(seconds) => (
                <option value={seconds} selected={rule().after_s === seconds}>
                  {wait(seconds)}
                </option>
              )}
            </For>
          </select>
        </label>
        <label class="field">
          <span>{s().fallback.condition}</span>
          <select
            class="input"
            data-testid="fallback-unless"
            onChange={(event) =>
              setRule({ ...rule(), unless: event.currentTarget.value as FallbackRule["unless"] })
            }
          >
            <For each={UNLESS}>
              {(unless) => (
                <option value={unless} selected={rule().unless === unless}>
                  {s().fallback.unless[unless]}
                </option>
              )}
            </For>
          </select>
        </label>
        <p class="soft">{s().fallback.night}</p>
      </Show>
      <div class="dialog-actions">
        <Show when={own}>
          <button type="button" class="quiet" data-testid="fallback-default" onClick={() => keep(null)}>
            {s().fallback.default}
          </button>
        </Show>
        <button type="submit" class="primary" data-testid="fallback-save">
          {s().fallback.save}
        </button>
      </div>
    </form>
  );
}
