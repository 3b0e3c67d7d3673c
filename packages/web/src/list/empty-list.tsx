import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { shareNumber } from "../numbers/share-number.ts";
import { showNumber } from "../numbers/show-number.ts";
import { profile } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { setAdding } from "./adding.ts";

/** What a new account sees: the two ways to somebody to talk to. */
export function EmptyList() {
  return (
    <div class="empty-list">
      <Birds />
      <h2>{t().list.empty_title}</h2>
      <p class="soft">{t().list.empty_intro}</p>
      <button type="button" class="primary" onClick={() => setAdding(true)}>
        <Icon name="plus" />
        {t().list.add_friend}
      </button>
      <Show when={profile()}>
        {(own) => (
          <button type="button" class="secondary" onClick={() => shareNumber(own().number)}>
            <Icon name="share" />
            {t().list.share_number}
            <span class="spoken-only">{showNumber(own().number)}</span>
          </button>
        )}
      </Show>
    </div>
  );
}

/** Two birds on a wire, one of them talking. */
function Birds() {
  return (
    <svg class="birds" viewBox="0 0 240 96" aria-hidden="true">
      <path class="wire" d="M2 84c76 9 160 9 236 0" />
      <g transform="translate(26 6) scale(0.94)">
        <path class="beak" d="M70 34.5 87 42 71 51.5z" />
        <path class="bird" d={BIRD} />
        <path class="voice-bars" d="M42 37.5v9M52 31v22M62 37.5v9" />
      </g>
      <g transform="translate(214 6) scale(-0.94 0.94)">
        <path class="beak" d="M70 34.5 87 42 71 51.5z" />
        <path class="bird other" d={BIRD} />
      </g>
    </svg>
  );
}

/** The bird of the app's icon. */
const BIRD =
  "M52 18c14 0 24.5 10.5 24.5 24S66 67 52 67c-1.5 0-3-.1-4.4-.4C40 75 31.5 80.5 21.5 83.5c2.6-3.6 4.4-7.4 5.4-11.4-5.5 2-11.2 2.6-17.4 1.7C19 69.5 25 63.5 29.3 54.5A24.5 24.5 0 0 1 27.5 42C27.5 28.5 38 18 52 18z";
