import type { LinkId, Output } from "@feiliao/protocol";
import { createSignal, Match, onMount, Show, Switch } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { QrScanner } from "../qr/qr-scanner.tsx";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import { ConfirmLink } from "./confirm-link.tsx";
import { linkIdIn } from "./link-id.ts";

export type ClaimedLink = Output<"link/claim"> & { link_id: LinkId };

type Step = { step: "scan" } | { step: "claiming" } | { step: "confirm"; link: ClaimedLink };

export interface LinkDeviceProps {
  /** Scanned before, by the phone's own camera. */
  link_id?: LinkId;
  onClosed: () => void;
}

/** Signs another device in: its code is scanned, and what it says of itself is confirmed. */
export function LinkDevice(props: LinkDeviceProps) {
  const [step, setStep] = createSignal<Step>({ step: "scan" });
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  let foreign: string | undefined;

  const claim = async (link_id: LinkId): Promise<void> => {
    setStep({ step: "claiming" });
    setError(undefined);
    try {
      const link = await client.call("link/claim", { link_id });
      setStep({ step: "confirm", link: { ...link, link_id } });
    } catch (failure) {
      setError(errorText(failure));
      setStep({ step: "scan" });
    }
  };
  const scanned = (text: string): void => {
    if (step().step !== "scan" || text === foreign) return;
    const link_id = linkIdIn(text);
    foreign = text; // the camera still sees it: it is tried once
    if (link_id) void claim(link_id);
    else setError(t().link.other_code);
  };
  const decide = async (link_id: LinkId, allow: boolean): Promise<void> => {
    setError(undefined);
    try {
      await client.call("link/confirm", { link_id, allow });
      if (allow) showToast(t().link.linked);
      dialog.close();
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const confirming = () => {
    const now = step();
    return now.step === "confirm" ? now.link : undefined;
  };
  onMount(() => {
    if (props.link_id) void claim(props.link_id);
  });

  return (
    <Dialog title={t().link.dialog} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <Switch>
        <Match when={step().step === "scan"}>
          <p class="soft">{t().link.where}</p>
          <QrScanner onCode={scanned} placeholder="lnk_…" />
        </Match>
        <Match when={step().step === "claiming"}>
          <p class="soft">{t().signup.checking}</p>
        </Match>
        <Match when={confirming()}>
          {(link) => <ConfirmLink link={link()} onDecided={(allow) => decide(link().link_id, allow)} />}
        </Match>
      </Switch>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
    </Dialog>
  );
}
