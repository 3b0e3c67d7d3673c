import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, Match, Show, Switch } from "solid-js";
import { joining } from "../group/joining.ts";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { canUsePasskeys } from "../passkeys/webauthn.ts";
import { session } from "../state/client.ts";
import { serverInfo } from "../state/server-info.ts";
import { deferred } from "../ui/deferred.tsx";
import { wayInPart } from "../ways-in/language.ts";
import { CodeStep } from "./code-step.tsx";
import { NumberStep } from "./number-step.tsx";
import { PinStep } from "./pin-step.tsx";
import { SignUpPage } from "./sign-up-page.tsx";
import type { RestoreRequired, SignUpStep, Verification } from "./steps.ts";

const LinkCode = deferred(() => import("./link-code.tsx").then((module) => module.LinkCode));
const PasskeyButton = deferred(() => import("./passkey-button.tsx").then((module) => module.PasskeyButton));
const RestoreStep = deferred(() => import("./restore-step.tsx").then((module) => module.RestoreStep));

/** A phone cannot scan itself. */
const isPc = (): boolean => matchMedia("(min-width: 60rem) and (pointer: fine)").matches;

const OtherWays = wayInPart(() => import("../ways-in/other-ways.tsx").then((module) => module.OtherWays));
const InvitedHere = groupPart(() => import("../group/invited-here.tsx").then((module) => module.InvitedHere));

/** Number, code, and the PIN when the account has one. Naming oneself comes after, signed in. */
export function SignUp() {
  const [step, setStep] = createSignal<SignUpStep>({ step: "number" });
  const at = <Name extends SignUpStep["step"]>(name: Name) => {
    const now = step();
    return now.step === name ? (now as Extract<SignUpStep, { step: Name }>) : undefined;
  };
  const codeSent = (verification: Verification): void => void setStep({ step: "code", verification });
  const startAgain = (): void => void setStep({ step: "number" });
  const restoreRequired: RestoreRequired = (failure, signIn) => {
    if (!(failure instanceof FeiliaoError) || failure.code !== "restore_required") return false;
    setStep({ step: "restore", erase_at: failure.details.erase_at ?? 0, signIn });
    return true;
  };
  return (
    <SignUpPage aside={step().step === "number" && isPc() ? <LinkCode /> : undefined}>
      <Switch>
        <Match when={at("number")}>
          <Show when={joining()}>
            <InvitedHere />
          </Show>
          <Show when={signedOutBecause()}>{(reason) => <p class="notice">{reason()}</p>}</Show>
          <NumberStep
            onSent={codeSent}
            onNoSms={(number) => setStep({ step: "other_ways", number, sent: null })}
          />
          <Show when={canUsePasskeys(serverInfo()?.passkeys)}>
            <PasskeyButton onRestoreRequired={restoreRequired} />
          </Show>
        </Match>
        <Match when={at("code")}>
          {(now) => (
            <CodeStep
              verification={now().verification}
              onResent={codeSent}
              onOtherNumber={startAgain}
              onNoSms={() => {
                const sent = now().verification;
                setStep({ step: "other_ways", number: sent.number, sent });
              }}
              onPinRequired={(code) => setStep({ step: "pin", verification: now().verification, code })}
              onRestoreRequired={restoreRequired}
            />
          )}
        </Match>
        <Match when={at("other_ways")}>
          {(now) => (
            <OtherWays
              number={now().number}
              onBack={() => {
                const { sent } = now();
                if (sent) codeSent(sent);
                else startAgain();
              }}
              onPinRequired={(verification, code) => setStep({ step: "pin", verification, code })}
              onRestoreRequired={restoreRequired}
            />
          )}
        </Match>
        <Match when={at("pin")}>
          {(now) => (
            <PinStep
              verification={now().verification}
              code={now().code}
              onStartAgain={startAgain}
              onRestoreRequired={restoreRequired}
            />
          )}
        </Match>
        <Match when={at("restore")}>
          {(now) => <RestoreStep erase_at={now().erase_at} signIn={now().signIn} onLeave={startAgain} />}
        </Match>
      </Switch>
    </SignUpPage>
  );
}

function signedOutBecause(): string | undefined {
  const now = session();
  if (now.phase !== "signed_out" || !now.reason) return undefined;
  return t().signup[now.reason];
}
