import { For, Show } from "solid-js";
import { duration, yuan } from "./amounts.ts";
import { ImportStatement } from "./import-statement.tsx";
import { reasonText, texts } from "./language.ts";
import { MoneyRow } from "./money-row.tsx";
import type { LinkHealth, LinkReport } from "./operator-api.ts";
import { Outcomes } from "./outcomes.tsx";

/** One link: whether it is up, how fast it answers, what it costs, and what became of what it took. */
export function LinkCard(props: { link: LinkReport; month: string }) {
  const terms = () => props.link.terms;
  const well = () => props.link.state === "up" && props.link.breaker !== "open";
  return (
    <article class="panel link-card" data-testid={`link-${terms().id}`} data-well={well()}>
      <header>
        <h2>{terms().label}</h2>
        <span class="kind">{terms().kind.toUpperCase()}</span>
        <span class="state" data-testid="link-state">
          {texts().states[props.link.state]}
          <Show when={props.link.breaker !== "closed"}>{` · ${texts().breaker[props.link.breaker]}`}</Show>
        </span>
      </header>
      <p class="soft small">
        {terms()
          .serves.map((served) => texts().serves[served])
          .join(" · ")}
      </p>
      <div class="money">
        <MoneyRow name={texts().today} money={props.link.today} fen_max={terms().day_fen_max} />
        <MoneyRow name={texts().month} money={props.link.month} fen_max={terms().month_fen_max} />
      </div>
      <dl class="figures">
        <Figure name={texts().price} value={yuan(terms().price_fen)} />
        <Figure name={texts().throughput} value={texts().per_second(terms().throughput_per_s)} />
        <Figure name={texts().held_by} value={texts().held[props.link.held_by]} />
        <Figure name={texts().unmatched} value={String(props.link.unmatched_reports)} />
        <Show when={props.link.health}>{(health) => <Health health={health()} />}</Show>
      </dl>
      <Outcomes outcomes={props.link.outcomes} />
      <ImportStatement link={terms().id} month={props.month} />
    </article>
  );
}

function Health(props: { health: LinkHealth }) {
  const refused = () => Object.entries(props.health.refused).filter(([, count]) => count > 0);
  const lately = () => [
    `${props.health.accepted} ${texts().accepted}`,
    ...(props.health.unknown > 0 ? [`${props.health.unknown} ${texts().unanswered}`] : []),
    ...refused().map(([refusal, count]) => `${count} ${texts().refused}: ${reasonText(refusal)}`),
  ];
  const spread = (p50_ms: number | null, p95_ms: number | null) => [
    duration(p50_ms),
    ...(p95_ms === null ? [] : [`p95 ${duration(p95_ms)}`]),
  ];
  return (
    <>
      <Figure name={texts().window} value={`${props.health.outstanding} / ${props.health.outstanding_max}`} />
      <Figure name={texts().answer} value={spread(props.health.answer_p50_ms, props.health.answer_p95_ms)} />
      <Figure
        name={texts().delivery}
        value={spread(props.health.delivery_p50_ms, props.health.delivery_p95_ms)}
      />
      <Figure name={texts().lately} value={lately()} />
    </>
  );
}

function Figure(props: { name: string; value: string | string[] }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <For each={[props.value].flat()}>{(line) => <dd>{line}</dd>}</For>
    </div>
  );
}
