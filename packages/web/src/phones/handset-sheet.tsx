import { createSignal, For, Show } from "solid-js";
import { prefixCarrierName } from "./carrier.tsx";
import { Choice, Switch } from "./choice.tsx";
import { handset, isSet, setHandset } from "./handsets.ts";
import { texts } from "./language.ts";
import { type HandsetSettings, MAINLAND, USUAL_HANDSET } from "./settings.ts";
import { Sheet } from "./sheet.tsx";

const LINES = ["on", "off", "suspended", "cancelled", "no_money"] as const;
const COURSES = ["as_usual", "late", "twice", "lost"] as const;
const ANSWERS = ["as_usual", "late", "lost"] as const;
const BY_PREFIX = "by_prefix";

/** The switches of a handset. Each is set at once. */
export function HandsetSheet(props: { number: string; onClosed: () => void }) {
  const [wrong, setWrong] = createSignal(false);
  const settings = (): HandsetSettings => handset(props.number)?.settings ?? USUAL_HANDSET;
  const change = (changed: Partial<HandsetSettings>) => {
    setWrong(false);
    setHandset(props.number, changed).catch(() => setWrong(true));
  };
  const courses = <Course extends HandsetSettings["sms"]>(all: readonly Course[]) =>
    all.map((value) => ({ value, text: texts().settings.courses[value] }));
  const carriers = () => [
    {
      value: BY_PREFIX as typeof BY_PREFIX,
      text: texts().settings.by_prefix(prefixCarrierName(props.number)),
    },
    ...MAINLAND.map((value) => ({
      value,
      text: texts().settings.ported(texts().carrier.names[value]),
    })),
  ];
  return (
    <Sheet title={texts().settings.title} onClosed={props.onClosed}>
      <div class="settings">
        <fieldset class="lines">
          <legend>{texts().settings.line}</legend>
          <For each={LINES}>
            {(line) => (
              <label>
                <input
                  type="radio"
                  name="line"
                  value={line}
                  data-testid={`line-${line}`}
                  checked={settings().line === line}
                  onChange={() => change({ line })}
                />
                <span>{texts().settings.lines[line].name}</span>
              </label>
            )}
          </For>
        </fieldset>
        <p class="soft small what">{texts().settings.lines[settings().line].what}</p>
        <Choice
          label={texts().settings.carrier}
          testid="ported-to"
          value={settings().ported_to ?? BY_PREFIX}
          options={carriers()}
          onChoose={(value) => change({ ported_to: value === BY_PREFIX ? null : value })}
        />
        <Choice
          label={texts().settings.sms}
          testid="course-sms"
          value={settings().sms}
          options={courses(COURSES)}
          onChoose={(sms) => change({ sms })}
        />
        <Choice
          label={texts().settings.reports}
          testid="course-reports"
          value={settings().reports}
          options={courses(COURSES)}
          onChoose={(reports) => change({ reports })}
        />
        <Choice
          label={texts().settings.answers}
          testid="course-answers"
          value={settings().answers}
          options={courses(ANSWERS)}
          onChoose={(answers) => change({ answers })}
        />
        <Switch
          label={texts().settings.blocks_us}
          testid="blocks-us"
          on={settings().blocks_us}
          onSwitch={(blocks_us) => change({ blocks_us })}
        />
        <label class="field">
          <span>{texts().settings.auto_reply}</span>
          <input
            class="input"
            type="text"
            maxlength={500}
            data-testid="auto-reply"
            placeholder={texts().settings.auto_reply_hint}
            value={settings().auto_reply ?? ""}
            onChange={(event) => change({ auto_reply: event.currentTarget.value.trim() || null })}
          />
        </label>
        <p class="error small" role="alert">
          <Show when={wrong()}>{texts().wrong}</Show>
        </p>
        <Show when={isSet(props.number)}>
          <button
            type="button"
            class="secondary"
            data-testid="usual"
            onClick={() => change({ ...USUAL_HANDSET })}
          >
            {texts().settings.usual}
          </button>
        </Show>
      </div>
    </Sheet>
  );
}
