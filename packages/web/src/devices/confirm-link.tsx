import { createSignal, type JSX, onMount } from "solid-js";
import { clockTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { PLATFORM_ICONS } from "../settings/device-row.tsx";
import { Icon } from "../ui/icon.tsx";
import type { ClaimedLink } from "./link-device.tsx";
import { placeText } from "./place-text.ts";
import "./confirm-link.css";

export interface ConfirmLinkProps {
  link: ClaimedLink;
  /** What else is to be filled in before it may be allowed. */
  asks?: JSX.Element;
  incomplete?: boolean;
  onDecided: (allow: boolean) => Promise<void>;
}

/** Which device wants in: only somebody who has it in front of them should say yes. */
export function ConfirmLink(props: ConfirmLinkProps) {
  const [deciding, setDeciding] = createSignal(false);
  let heading!: HTMLHeadingElement;
  onMount(() => heading.focus());
  const decide = async (allow: boolean): Promise<void> => {
    setDeciding(true);
    await props.onDecided(allow);
    setDeciding(false);
  };
  return (
    <div class="confirm-link">
      <Icon name={PLATFORM_ICONS[props.link.platform]} />
      <h3 ref={heading} tabIndex={-1} data-testid="link-name">
        {props.link.device_name}
      </h3>
      <dl>
        <dt>{t().link.place}</dt>
        <dd data-testid="link-place">{placeText(props.link.place)}</dd>
        <dt>{t().link.time}</dt>
        <dd>{clockTime(props.link.requested_at)}</dd>
      </dl>
      {props.asks}
      <p class="soft">{t().link.warning}</p>
      <div class="confirm-link-actions">
        <button
          type="button"
          class="primary"
          disabled={deciding() || props.incomplete}
          data-testid="link-allow"
          onClick={() => decide(true)}
        >
          {t().link.allow}
        </button>
        <button
          type="button"
          class="dangerous"
          disabled={deciding()}
          data-testid="link-refuse"
          onClick={() => decide(false)}
        >
          {t().link.refuse}
        </button>
      </div>
    </div>
  );
}
