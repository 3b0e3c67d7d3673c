import type { DeviceId } from "@feiliao/protocol";
import { createSignal, For, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { wayInPart } from "../ways-in/language.ts";
import { type Device, DeviceRow } from "./device-row.tsx";
import { RenameDevice } from "./rename-device.tsx";
import "./devices.css";

const LinkDevice = deferred(() => import("../devices/link-device.tsx").then((module) => module.LinkDevice));

const PostponedRequest = wayInPart(() =>
  import("../ways-in/postponed-request.tsx").then((module) => module.PostponedRequest),
);

/** Where this account is signed in; the others can be signed out from here, and new ones in. */
export function Devices() {
  const [devices, setDevices] = createSignal<Device[]>([]);
  const [failed, setFailed] = createSignal(false);
  const [linking, setLinking] = createSignal(false);
  const [renaming, setRenaming] = createSignal<Device>();
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
  const linked = (): void => {
    setLinking(false);
    void load();
  };
  const renamed = (): void => {
    setRenaming(undefined);
    void load();
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
      <PostponedRequest onDecided={load} />
      <ul class="devices">
        <For each={devices()}>
          {(device) => (
            <DeviceRow
              device={device}
              onRename={() => setRenaming(device)}
              onRevoke={() => revoke(device.device_id)}
            />
          )}
        </For>
      </ul>
      <div class="setting-actions">
        <button type="button" class="secondary" data-testid="link-device" onClick={() => setLinking(true)}>
          <Icon name="scan" />
          {t().settings.device_link}
        </button>
      </div>
      <Show when={linking()}>
        <LinkDevice onClosed={linked} />
      </Show>
      <Show when={renaming()}>{(device) => <RenameDevice device={device()} onClosed={renamed} />}</Show>
    </section>
  );
}
