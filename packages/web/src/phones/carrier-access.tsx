import { For, Show } from "solid-js";
import { setDialBack } from "./carriers.ts";
import type { CarrierInfo } from "./carriers-api.ts";
import { CopyCode } from "./copy-code.tsx";
import { texts } from "./language.ts";
import { NumberSetting } from "./number-setting.tsx";

/** What a program needs to log in to a carrier. */
export function CarrierAccess(props: { carrier: CarrierInfo }) {
  const guest = () => props.carrier.accounts.find(({ name }) => name === "guest");
  const rows = () => {
    const { address, login, secret, sends_as } = texts().carrier;
    return [
      [address, `127.0.0.1:${props.carrier.port}`],
      [login, guest()?.login?.system_id ?? ""],
      [secret, guest()?.login?.secret ?? ""],
      [sends_as, guest()?.number ?? ""],
    ] as const;
  };
  return (
    <Show when={props.carrier.port !== null && guest()?.login}>
      <details class="fold">
        <summary data-testid="access">{texts().carrier.access}</summary>
        <p class="soft small">{texts().carrier.access_intro}</p>
        <dl class="access">
          <For each={rows()}>
            {([name, value]) => (
              <div>
                <dt class="soft small">{name}</dt>
                <dd>
                  <CopyCode code={value} />
                </dd>
              </div>
            )}
          </For>
        </dl>
        <Show when={props.carrier.protocol === "sgip"}>
          <NumberSetting
            label={texts().carrier.dial_back}
            testid="dial-back"
            max={65_535}
            value={guest()?.dial_back_port ?? null}
            onSet={(port) => port && void setDialBack(props.carrier.id, port).catch(() => undefined)}
          />
        </Show>
      </details>
    </Show>
  );
}
