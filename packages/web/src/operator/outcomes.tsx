import { For, Show } from "solid-js";
import { reasonText, texts } from "./language.ts";
import type { Outcome, OutcomeState } from "./operator-api.ts";

const STATES: readonly OutcomeState[] = [
  "delivered",
  "accepted",
  "begun",
  "queued",
  "unknown",
  "failed",
  "cancelled",
];

/** What became of a link's SMS, by state and reason, as bars of one length. */
export function Outcomes(props: { outcomes: Outcome[] }) {
  const total = () => props.outcomes.reduce((sum, { count }) => sum + count, 0);
  const rows = () =>
    STATES.flatMap((state) => {
      const same = props.outcomes.filter((outcome) => outcome.state === state);
      const reasons = [...Map.groupBy(same, ({ reason }) => reason)];
      return reasons.map(([reason, some]) => ({
        state,
        reason,
        count: some.reduce((sum, { count }) => sum + count, 0),
        kinds: some.map(({ kind, count }) => `${count} ${texts().kinds[kind]}`).join(", "),
      }));
    });
  return (
    <section>
      <h3>{texts().outcomes_title}</h3>
      <Show when={rows().length > 0} fallback={<p class="soft small">{texts().nothing_sent}</p>}>
        <ul class="outcomes">
          <For each={rows()}>
            {({ state, reason, count, kinds }) => (
              <li data-state={state} title={kinds}>
                <span>
                  {texts().outcomes[state]}
                  <Show when={reason}>{(why) => ` · ${reasonText(why())}`}</Show>
                </span>
                <meter min={0} max={total()} value={count} aria-label={kinds} />
                <strong>{count}</strong>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
