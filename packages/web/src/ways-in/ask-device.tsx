import type { LinkPhase, LinkRequest } from "@feiliao/client";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { thisDevice } from "../signup/device-name.ts";
import { client } from "../state/client.ts";
import { secondsUntil } from "../state/seconds-until.ts";
import { w } from "./language.ts";
import { Waiting } from "./waiting.tsx";

interface Asked {
  link: LinkRequest;
  /** The two digits to enter on the other device. */
  check: string;
}

/** Has a signed-in device of the number asked; once it has allowed it, the session changes by itself. */
export function AskDevice(props: { number: string; onBack: () => void }) {
  const [asked, setAsked] = createSignal<Asked>();
  const [phase, setPhase] = createSignal<LinkPhase>("waiting");
  const [error, setError] = createSignal<string>();
  const seconds = secondsUntil(() => asked()?.link.expires_at ?? 0);
  let gone = false;

  const ask = async (): Promise<void> => {
    asked()?.link.cancel();
    setAsked(undefined);
    setError(undefined);
    setPhase("waiting");
    try {
      const link = await client.startLink(thisDevice());
      if (gone) return link.cancel();
      link.subscribe(() => setPhase(link.phase));
      setAsked({ link, check: await link.ask(props.number) });
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  onMount(ask);
  onCleanup(() => {
    gone = true;
    asked()?.link.cancel();
  });

  return (
    <div class="form ways-in">
      <header>
        <h1>{w().device_title}</h1>
        <p class="soft">{w().device_intro}</p>
      </header>
      <Show when={asked()}>
        {(now) => (
          <p class="check-digits" role="img" aria-label={w().check(now().check)} data-testid="check-digits">
            {now().check}
          </p>
        )}
      </Show>
      <Waiting
        says={asked() && w().device_waiting}
        seconds={seconds()}
        expired={phase() === "expired"}
        error={error()}
        onAgain={ask}
        onBack={props.onBack}
      />
    </div>
  );
}
