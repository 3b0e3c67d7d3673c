import type { LinkPhase, LinkRequest } from "@feiliao/client";
import { createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { QrCode } from "../qr/qr-code.tsx";
import { client } from "../state/client.ts";
import { secondsUntil } from "../state/seconds-until.ts";
import { thisDevice } from "./device-name.ts";
import "./link-code.css";

/** A page that is left open stops asking for new codes after so many. */
const RENEWALS_MAX = 5;

/** For who is signed in on a phone already: the phone scans this screen. */
export function LinkCode() {
  const [link, setLink] = createSignal<LinkRequest>();
  const [phase, setPhase] = createSignal<LinkPhase>("waiting");
  const [error, setError] = createSignal<string>();
  const seconds = secondsUntil(() => link()?.expires_at ?? 0);
  let renewals = 0;
  let gone = false;

  const start = async (): Promise<void> => {
    link()?.cancel();
    setError(undefined);
    try {
      const started = await client.startLink(thisDevice());
      if (gone) return started.cancel();
      started.subscribe(() => changed(started));
      setLink(started);
      setPhase("waiting");
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const changed = (started: LinkRequest): void => {
    if (started !== link()) return;
    if (started.phase === "expired" && phase() === "waiting" && renewals++ < RENEWALS_MAX) void start();
    else setPhase(started.phase);
  };
  const renew = (): void => {
    renewals = 0;
    void start();
  };
  onMount(start);
  onCleanup(() => {
    gone = true;
    link()?.cancel();
  });

  return (
    <section class="link-code" aria-labelledby="link-code-title">
      <h2 id="link-code-title">{t().link.title}</h2>
      <p class="soft">{t().link.intro}</p>
      <div class="link-code-frame" data-phase={phase()} data-testid="link-code">
        <Show when={link()}>{(shown) => <QrCode text={shown().url} label={t().link.code} />}</Show>
        <Show when={phase() === "expired" || phase() === "refused" || error()}>
          <button type="button" class="primary" data-testid="link-renew" onClick={renew}>
            {t().link.renew}
          </button>
        </Show>
      </div>
      <p class="soft" aria-live="polite">
        <Switch fallback={t().link.valid_for(seconds())}>
          <Match when={error()}>{error()}</Match>
          <Match when={phase() === "scanned"}>{t().link.scanned}</Match>
          <Match when={phase() === "refused"}>{t().link.refused}</Match>
          <Match when={phase() === "expired"}>{t().link.expired}</Match>
        </Switch>
      </p>
    </section>
  );
}
