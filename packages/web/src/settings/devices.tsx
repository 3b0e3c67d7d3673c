import type { DeviceId, Output } from "@feiliao/protocol";
import { createSignal, For, onMount, Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";

type Device = Output<"device/list">["devices"][number];

/** Where this account is signed in; the others can be signed out from here. */
export function Devices() {
  const [devices, setDevices] = createSignal<Device[]>([]);
  const [failed, setFailed] = createSignal(false);
  const load = async (): Promise<void> => {
    setFailed(false);
    try {
      const { devices } = await client.call("device/list", {});
      setDevices(
        devices.sort((a, b) => Number(b.current) - Number(a.current) || b.last_seen_at - a.last_seen_at),
      );
    } catch {
      setFailed(true);
    }
  };
  const revoke = async (device_id: DeviceId): Promise<void> => {
    try {
      await client.call("device/revoke", { device_id });
      await load();
    } catch (failure) {
      showToast(errorText(failure));
    }
  };
  onMount(load);
  return (
    <section class="group" aria-labelledby="settings-devices">
      <h2 id="settings-devices">{t().settings.devices}</h2>
      <Show when={failed()}>
        <div class="setting">
          <span class="soft">{t().settings.devices_failed}</span>
          <button type="button" class="quiet" onClick={load}>
            {t().app.retry}
          </button>
        </div>
      </Show>
      <ul class="devices">
        <For each={devices()}>
          {(device) => (
            <li class="setting" data-testid="device" data-current={device.current}>
              <span class="setting-name">
                {device.name}
                <small class="soft">
                  {device.current
                    ? t().settings.device_current
                    : t().settings.device_seen(fullDate(device.last_seen_at))}
                </small>
              </span>
              <Show when={!device.current}>
                <button
                  type="button"
                  class="quiet"
                  aria-label={t().settings.device_revoke_label(device.name)}
                  onClick={() => revoke(device.device_id)}
                >
                  {t().settings.device_revoke}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
