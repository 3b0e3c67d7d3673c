import { createSignal, onCleanup, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client, session } from "../state/client.ts";
import { effect } from "../state/effect.ts";

/** A connection that comes within this time needs no remark. */
const QUIET_MS = 1_500;

/** Says when the server is out of reach, and lets the person try again. */
export function ConnectionBanner() {
  const connection = (): "connecting" | "online" | "waiting" => {
    const now = session();
    return now.phase === "signed_in" ? now.connection.phase : "online";
  };
  const late = lateBy(() => connection() !== "online", QUIET_MS);
  return (
    <div role="status" data-testid="connection" data-phase={connection()}>
      <Show when={late()}>
        <div class="banner">
          <Show when={connection() === "waiting"} fallback={<span>{t().connection.connecting}</span>}>
            <span>{t().connection.offline}</span>
            <button type="button" class="quiet" onClick={() => client.reconnect()}>
              {t().connection.retry_now}
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}

/** True once `condition` has held for `delay_ms`. */
function lateBy(condition: () => boolean, delay_ms: number): () => boolean {
  const [late, setLate] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    if (!condition()) {
      clearTimeout(timer);
      timer = undefined;
      setLate(false);
    } else timer ??= setTimeout(() => setLate(true), delay_ms);
  });
  onCleanup(() => clearTimeout(timer));
  return late;
}
