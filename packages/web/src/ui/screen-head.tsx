import { t } from "../i18n/language.ts";
import { goBack } from "../navigation/router.ts";
import { Icon } from "./icon.tsx";

/** The way back and the heading of a screen, which has the focus when the screen opens. `id` labels the screen. */
export function ScreenHead(props: { id: string; title: string }) {
  return (
    <header class="settings-head">
      <button type="button" class="quiet round" aria-label={t().app.back} data-testid="back" onClick={goBack}>
        <Icon name="back" />
      </button>
      <h1 id={props.id} tabIndex={-1} ref={(heading) => queueMicrotask(() => heading.focus())}>
        {props.title}
      </h1>
    </header>
  );
}
