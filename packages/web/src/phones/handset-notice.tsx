import { Show } from "solid-js";
import { handset, magicOf } from "./handsets.ts";
import { texts } from "./language.ts";
import { type HandsetSettings, USUAL_HANDSET } from "./settings.ts";

/** What is not as usual with the handset. */
export function HandsetNotice(props: { number: string }) {
  const settings = () => handset(props.number)?.settings ?? USUAL_HANDSET;
  return (
    <div class="notices">
      <Show when={magicOf(props.number)}>
        {(magic) => (
          <p class="warning">
            {texts().magic.here} {texts().magic.faults[magic().fault].what}
          </p>
        )}
      </Show>
      <Show when={settings().line !== "on"}>
        <p class="warning" data-testid="line-notice">
          <strong>{texts().settings.lines[settings().line].name}</strong>{" "}
          {texts().settings.lines[settings().line].what}
        </p>
      </Show>
      <Show when={oddities(settings()).length > 0}>
        <p class="warning">{oddities(settings()).join(" · ")}</p>
      </Show>
    </div>
  );
}

function oddities({ blocks_us, auto_reply, sms, reports, answers }: HandsetSettings): string[] {
  const { settings } = texts();
  const odd: string[] = [];
  if (blocks_us) odd.push(settings.blocks_us);
  if (auto_reply !== null) odd.push(`${settings.auto_reply}: ${auto_reply}`);
  for (const [name, course] of [
    [settings.sms, sms],
    [settings.reports, reports],
    [settings.answers, answers],
  ] as const)
    if (course !== "as_usual") odd.push(`${name}: ${settings.courses[course]}`);
  return odd;
}
