import { Match, Switch } from "solid-js";
import { codeIn } from "./code-in-text.ts";
import { CopyCode } from "./copy-code.tsx";
import { linkIn } from "./link-in-text.ts";

/** What an SMS says: its link opens, and without one its code can be copied, as on a real phone. */
export function SmsText(props: { text: string }) {
  const link = () => linkIn(props.text);
  return (
    <Switch fallback={props.text}>
      <Match when={link()}>
        {(found) => (
          <>
            {found().before}
            <a href={found().url} target="_blank" rel="noreferrer" data-testid="sms-link">
              {found().url}
            </a>
            {found().after}
          </>
        )}
      </Match>
      <Match when={codeIn(props.text)}>
        {(found) => (
          <>
            {found().before}
            <span class="unbroken">
              <CopyCode code={found().code} />
              {found().stop}
            </span>
            {found().after}
          </>
        )}
      </Match>
    </Switch>
  );
}
