import { createResource, Show } from "solid-js";
import { client } from "../state/client.ts";
import { s } from "./language.ts";
import { yuan } from "./price.ts";
import "./sms.css";

/** In the settings: how many SMS this person has sent, and may send. */
export function SmsUsage() {
  const [usage] = createResource(() => client.sms.usage().catch(() => null));
  return (
    <section class="group" aria-labelledby="settings-sms" data-testid="sms-usage">
      <h2 id="settings-sms">{s().usage.title}</h2>
      <Show when={usage() !== null} fallback={<p class="soft">{s().usage.failed}</p>}>
        <Show when={usage()}>
          {(counted) => (
            <>
              <Counter name={s().usage.day} used={counted().day} max={counted().day_max} />
              <Counter name={s().usage.month} used={counted().month} max={counted().month_max} />
              <div class="setting">
                <span class="setting-name">{s().usage.cost}</span>
                <span class="soft">{yuan(counted().fen_month)}</span>
              </div>
            </>
          )}
        </Show>
      </Show>
    </section>
  );
}

function Counter(props: { name: string; used: number; max: number }) {
  return (
    <label class="setting">
      <span class="setting-name">{props.name}</span>
      <span class="sms-counter soft">
        <meter min={0} max={Math.max(1, props.max)} value={props.used} />
        {s().usage.of(props.used, props.max)}
      </span>
    </label>
  );
}
