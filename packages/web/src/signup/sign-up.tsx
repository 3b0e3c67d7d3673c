import { createSignal, Match, Show, Switch } from "solid-js";
import { joining } from "../group/joining.ts";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { session } from "../state/client.ts";
import { CodeStep } from "./code-step.tsx";
import { NumberStep } from "./number-step.tsx";
import { PinStep } from "./pin-step.tsx";
import { SignUpPage } from "./sign-up-page.tsx";
import type { SignUpStep, Verification } from "./steps.ts";

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
  return (
    <SignUpPage>
      <Switch>
        <Match when={at("number")}>
          <Show when={joining()}>
            <InvitedHere />
          </Show>
          <Show when={signedOutBecause()}>{(reason) => <p class="notice">{reason()}</p>}</Show>
          <NumberStep onSent={codeSent} />
        </Match>
        <Match when={at("code")}>
          {(now) => (
            <CodeStep
              verification={now().verification}
              onResent={codeSent}
              onOtherNumber={startAgain}
              onPinRequired={(code) => setStep({ step: "pin", verification: now().verification, code })}
            />
          )}
        </Match>
        <Match when={at("pin")}>
          {(now) => <PinStep verification={now().verification} code={now().code} onStartAgain={startAgain} />}
        </Match>
      </Switch>
    </SignUpPage>
  );
}

function signedOutBecause(): string | undefined {
  const now = session();
  if (now.phase !== "signed_out" || !now.reason) return undefined;
  return now.reason === "revoked" ? t().signup.revoked : t().signup.signed_out;
}
