import type { SmsProof } from "@feiliao/client";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { language } from "../i18n/language.ts";
import { showNumber } from "../numbers/show-number.ts";
import { QrCode } from "../qr/qr-code.tsx";
import type { Verification } from "../signup/steps.ts";
import { checkCode } from "../signup/verify.ts";
import { client } from "../state/client.ts";
import { secondsUntil } from "../state/seconds-until.ts";
import { CopyLine } from "./copy-line.tsx";
import { w } from "./language.ts";
import type { OtherWaysProps } from "./other-ways.tsx";
import { smsUri } from "./sms-uri.ts";
import { Waiting } from "./waiting.tsx";

/** Whoever has a fine pointer seldom has the phone's number in it. */
const isPhone = (): boolean => matchMedia("(pointer: coarse)").matches;

/** The person sends the SMS; when it has come, this is signing in with a code like any other. */
export function SendSms(props: OtherWaysProps) {
  const [proof, setProof] = createSignal<SmsProof>();
  const [phase, setPhase] = createSignal<SmsProof["phase"]["phase"]>("waiting");
  const [error, setError] = createSignal<string>();
  const seconds = secondsUntil(() => proof()?.expires_at ?? 0);
  let gone = false;

  const start = async (): Promise<void> => {
    proof()?.cancel();
    setProof(undefined);
    setError(undefined);
    setPhase("waiting");
    try {
      const started = await client.startSmsProof(props.number, language());
      if (gone) return started.cancel();
      started.subscribe(() => void changed(started));
      setProof(started);
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const changed = async (started: SmsProof): Promise<void> => {
    const now = started.phase;
    setPhase(now.phase);
    if (now.phase !== "received") return;
    const { verification_id, number } = started;
    await signIn({ verification_id, number, resend_at: 0 }, now.code);
  };
  const signIn = async (verification: Verification, code: string): Promise<void> => {
    const entered = { verification, code };
    try {
      await checkCode(entered);
    } catch (failure) {
      if (props.onRestoreRequired(failure, () => checkCode(entered, true))) return;
      if (failure instanceof FeiliaoError && failure.code === "pin_required") {
        return props.onPinRequired(verification, code);
      }
      setError(errorText(failure));
    }
  };
  onMount(start);
  onCleanup(() => {
    gone = true;
    proof()?.cancel();
  });

  return (
    <div class="form ways-in">
      <header>
        <h1>{w().sms_title}</h1>
        <p class="soft">{w().sms_intro(showNumber(props.number))}</p>
      </header>
      <Show when={proof()}>
        {(now) => (
          <>
            <dl class="sms-to-send">
              <dt>{w().send_to}</dt>
              <CopyLine text={now().send_to} testid="sms-to" />
              <dt>{w().text}</dt>
              <CopyLine text={now().text} testid="sms-text" />
            </dl>
            <Show
              when={isPhone()}
              fallback={
                <figure class="sms-code">
                  <QrCode text={smsUri(now().send_to, now().text)} label={w().sms_code} />
                  <figcaption class="soft">{w().scan_sms}</figcaption>
                </figure>
              }
            >
              <a class="primary" href={smsUri(now().send_to, now().text)} data-testid="sms-open">
                {w().open_sms}
              </a>
            </Show>
          </>
        )}
      </Show>
      <Waiting
        says={proof() && (phase() === "received" ? w().sms_received : w().sms_waiting)}
        seconds={seconds()}
        expired={phase() === "expired"}
        error={error()}
        onAgain={start}
        onBack={props.onBack}
      />
    </div>
  );
}
