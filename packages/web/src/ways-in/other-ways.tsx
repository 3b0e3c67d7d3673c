import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { canUsePasskeys } from "../passkeys/webauthn.ts";
import { PasskeyButton } from "../signup/passkey-button.tsx";
import type { RestoreRequired, Verification } from "../signup/steps.ts";
import { serverInfo } from "../state/server-info.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { AskDevice } from "./ask-device.tsx";
import { w } from "./language.ts";
import { SendSms } from "./send-sms.tsx";
import "./ways-in.css";

export interface OtherWaysProps {
  /** E.164. */
  number: string;
  onBack: () => void;
  onPinRequired: (verification: Verification, code: string) => void;
  onRestoreRequired: RestoreRequired;
}

type Way = "choose" | "device" | "sms";

/** For who gets no SMS: a passkey, another device, or an SMS of one's own. */
export function OtherWays(props: OtherWaysProps) {
  const [way, setWay] = createSignal<Way>("choose");
  const choose = () => setWay("choose");
  return (
    <Switch>
      <Match when={way() === "choose"}>
        <div class="form ways-in" data-testid="other-ways">
          <header>
            <h1>{w().title}</h1>
            <p class="soft">{w().intro(showNumber(props.number))}</p>
          </header>
          <WayButton
            icon="computer"
            hint={w().device_hint}
            testid="way-device"
            onClick={() => setWay("device")}
          >
            {w().device}
          </WayButton>
          <WayButton icon="phone" hint={w().sms_hint} testid="way-sms" onClick={() => setWay("sms")}>
            {w().sms}
          </WayButton>
          <Show when={canUsePasskeys(serverInfo()?.passkeys)}>
            <PasskeyButton onRestoreRequired={props.onRestoreRequired} />
            <p class="soft way-in-note">{w().passkey_hint}</p>
          </Show>
          <div class="signup-links">
            <button type="button" class="quiet" data-testid="way-none" onClick={() => props.onBack()}>
              {w().back}
            </button>
          </div>
        </div>
      </Match>
      <Match when={way() === "device"}>
        <AskDevice number={props.number} onBack={choose} />
      </Match>
      <Match when={way() === "sms"}>
        <SendSms {...props} onBack={choose} />
      </Match>
    </Switch>
  );
}

interface WayButtonProps {
  icon: IconName;
  hint: string;
  testid: string;
  onClick: () => void;
  children: JSX.Element;
}

function WayButton(props: WayButtonProps) {
  return (
    <button type="button" class="way-in" data-testid={props.testid} onClick={() => props.onClick()}>
      <Icon name={props.icon} />
      <span>
        <strong>{props.children}</strong>
        <span class="soft">{props.hint}</span>
      </span>
      <Icon name="chevron" />
    </button>
  );
}
