import type { Output } from "@feiliao/protocol";
import { Show } from "solid-js";
import { placeText } from "../devices/place-text.ts";
import { shortTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { Icon, type IconName } from "../ui/icon.tsx";

export type Device = Output<"device/list">["devices"][number];

export interface DeviceRowProps {
  device: Device;
  onRename: () => void;
  onRevoke: () => void;
}

export const PLATFORM_ICONS: Record<Device["platform"], IconName> = {
  phone: "phone",
  tablet: "tablet",
  computer: "computer",
  other: "computer",
};

/** One device: what and where it is, and what can be done about it. */
export function DeviceRow(props: DeviceRowProps) {
  return (
    <li class="device" data-testid="device" data-current={props.device.current}>
      <Icon name={PLATFORM_ICONS[props.device.platform]} />
      <span class="setting-name">
        {props.device.name}
        <small class="soft">
          {props.device.current
            ? t().settings.device_current
            : t().settings.device_seen(shortTime(props.device.last_seen_at, Date.now()))}
        </small>
        <small class="soft">
          {t().settings.device_since(shortTime(props.device.created_at, Date.now()))}
        </small>
        <small class="soft">{placeText(props.device.signed_in_from)}</small>
      </span>
      <button
        type="button"
        class="quiet round"
        aria-label={t().settings.device_rename_label(props.device.name)}
        title={t().settings.device_rename}
        data-testid="device-rename"
        onClick={() => props.onRename()}
      >
        <Icon name="edit" />
      </button>
      <Show when={!props.device.current}>
        <button
          type="button"
          class="quiet"
          aria-label={t().settings.device_revoke_label(props.device.name)}
          data-testid="device-revoke"
          onClick={() => props.onRevoke()}
        >
          {t().settings.device_revoke}
        </button>
      </Show>
    </li>
  );
}
