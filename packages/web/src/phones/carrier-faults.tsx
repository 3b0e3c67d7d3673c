import { createSignal, Show } from "solid-js";
import { restartCarrier, setCarrier } from "./carriers.ts";
import type { CarrierInfo } from "./carriers-api.ts";
import { Switch } from "./choice.tsx";
import { texts } from "./language.ts";
import { NumberSetting } from "./number-setting.tsx";
import type { CarrierSettings } from "./settings.ts";

const NO_FAULTS: Omit<CarrierSettings, "price_fen"> = {
  down: false,
  no_money: false,
  slow_ms: 0,
  throttle_per_s: null,
  answers_lost_percent: 0,
  reports_lost_percent: 0,
  reports_twice_percent: 0,
  reports_late_percent: 0,
};

/** What goes wrong with a whole carrier. Each is set at once. */
export function CarrierFaults(props: { carrier: CarrierInfo }) {
  const [said, setSaid] = createSignal<"wrong" | "restarted" | null>(null);
  const settings = () => props.carrier.settings;
  const change = (changed: Partial<CarrierSettings>) => {
    setSaid(null);
    setCarrier(props.carrier.id, changed).catch(() => setSaid("wrong"));
  };
  const restart = () =>
    restartCarrier(props.carrier.id).then(
      () => setSaid("restarted"),
      () => setSaid("wrong"),
    );
  const percent = (name: "answers_lost" | "reports_lost" | "reports_twice" | "reports_late") => (
    <NumberSetting
      label={texts().carrier[name]}
      testid={name}
      max={100}
      value={settings()[`${name}_percent`]}
      onSet={(value) => change({ [`${name}_percent`]: value ?? 0 })}
    />
  );
  return (
    <details class="fold">
      <summary data-testid="faults">{texts().carrier.faults}</summary>
      <div class="settings">
        <Switch
          label={texts().carrier.down}
          testid="down"
          on={settings().down}
          onSwitch={(down) => change({ down })}
        />
        <Switch
          label={texts().carrier.no_money}
          testid="no-money"
          on={settings().no_money}
          onSwitch={(no_money) => change({ no_money })}
        />
        <NumberSetting
          label={texts().carrier.price}
          testid="price"
          max={10_000}
          value={settings().price_fen}
          onSet={(value) => change({ price_fen: value ?? 0 })}
        />
        <NumberSetting
          label={texts().carrier.slow}
          testid="slow"
          max={120_000}
          value={settings().slow_ms}
          onSet={(value) => change({ slow_ms: value ?? 0 })}
        />
        <NumberSetting
          label={texts().carrier.throttle}
          testid="throttle"
          max={10_000}
          placeholder={texts().carrier.unlimited}
          value={settings().throttle_per_s}
          onSet={(throttle_per_s) => change({ throttle_per_s })}
        />
        {percent("answers_lost")}
        {percent("reports_lost")}
        {percent("reports_twice")}
        {percent("reports_late")}
        <p class="small" classList={{ error: said() === "wrong" }} role="status">
          <Show when={said()}>
            {(what) => (what() === "wrong" ? texts().wrong : texts().carrier.restarted)}
          </Show>
        </p>
        <div class="actions">
          <button type="button" class="secondary" data-testid="no-faults" onClick={() => change(NO_FAULTS)}>
            {texts().carrier.usual}
          </button>
          <Show when={props.carrier.port !== null}>
            <button type="button" class="dangerous" data-testid="restart" onClick={restart}>
              {texts().carrier.restart}
            </button>
          </Show>
        </div>
      </div>
    </details>
  );
}
