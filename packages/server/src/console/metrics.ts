import type { LinkHealth } from "../links/sms/routing/link-health.ts";
import type { SmsLinkState } from "../links/sms/sms-link.ts";
import type { Metric, Sample } from "./prometheus.ts";
import type { CodesFrom, LinkReport, OperatorReport } from "./report.ts";

const FEN_PER_YUAN = 100;
const LINK_STATES: readonly SmsLinkState[] = ["connecting", "up", "down", "denied", "closed"];

/** Every figure of the operator's page. Money is in yuan, times are in seconds, as Prometheus has base units. */
export function metricsOf(report: OperatorReport): Metric[] {
  return [...linkMetrics(report.links), ...moneyMetrics(report), ...codeMetrics(report)];
}

function linkMetrics(links: readonly LinkReport[]): Metric[] {
  const each = (read: (link: LinkReport) => number | null) => samples(links, read);
  const health = (read: (health: LinkHealth) => number | null) =>
    each((link) => (link.health ? read(link.health) : null));
  return [
    {
      ...{ name: "feiliao_sms_link_state", help: "1 for the state that the link is in.", type: "gauge" },
      samples: links.flatMap((link) =>
        LINK_STATES.map((state) => ({
          labels: { ...labelsOf(link), state },
          value: link.state === state ? 1 : 0,
        })),
      ),
    },
    gauge(
      "feiliao_sms_link_up",
      "Whether SMS can be sent over the link now.",
      each((link) => Number(link.state === "up" && link.breaker !== "open")),
    ),
    gauge(
      "feiliao_sms_link_held",
      "Whether this node holds the link.",
      each((link) => Number(link.held_by === "this_node")),
    ),
    gauge(
      "feiliao_sms_link_breaker_open",
      "Whether the link's breaker is open.",
      each((link) => Number(link.breaker === "open")),
    ),
    gauge(
      "feiliao_sms_link_outstanding",
      "SMS that wait for the carrier's answer.",
      health((now) => now.outstanding),
    ),
    gauge(
      "feiliao_sms_link_outstanding_max",
      "SMS that may wait for the carrier's answer.",
      health((now) => now.outstanding_max),
    ),
    quantiles(
      "feiliao_sms_link_answer_seconds",
      "From handing over to the carrier's answer, lately.",
      links,
      (now) => [now.answer_p50_ms, now.answer_p95_ms],
    ),
    quantiles(
      "feiliao_sms_link_delivery_seconds",
      "From the carrier's answer to its report of delivery, lately.",
      links,
      (now) => [now.delivery_p50_ms, now.delivery_p95_ms],
    ),
    {
      ...{
        name: "feiliao_sms_link_recent",
        help: "SMS handed over lately, by what came of it.",
        type: "gauge",
      },
      samples: links.flatMap((link) => recent(link)),
    },
    {
      ...{ name: "feiliao_sms_month", help: "SMS of this month, by kind, state and reason.", type: "gauge" },
      samples: links.flatMap((link) =>
        link.outcomes.map(({ kind, state, reason, count }) => ({
          labels: { ...labelsOf(link), kind, state, reason: reason ?? "" },
          value: count,
        })),
      ),
    },
    gauge(
      "feiliao_sms_link_unmatched_reports_month",
      "Reports of this month that belonged to no SMS of ours.",
      each((link) => link.unmatched_reports),
    ),
    gauge(
      "feiliao_sms_link_price_yuan",
      "Of one SMS (one part).",
      each((link) => link.terms.price_fen / FEN_PER_YUAN),
    ),
  ];
}

function recent(link: LinkReport): Sample[] {
  if (!link.health) return [];
  const { accepted, unknown, delivered, failed, refused } = link.health;
  const counts = { accepted, unknown, delivered, failed };
  return [
    ...Object.entries(counts).map(([outcome, value]) => ({ labels: { ...labelsOf(link), outcome }, value })),
    ...Object.entries(refused).map(([refusal, value]) => ({
      labels: { ...labelsOf(link), outcome: `refused_${refusal}` },
      value,
    })),
  ];
}

function moneyMetrics({ links, all }: OperatorReport): Metric[] {
  const spans = ["today", "month"] as const;
  const yuan = (
    read: (link: LinkReport | OperatorReport["all"], span: (typeof spans)[number]) => number | null,
  ) =>
    [
      ...links.map((link) => ({ labels: labelsOf(link), of: link })),
      { labels: { link: "all" }, of: all },
    ].flatMap(({ labels, of }) =>
      spans.flatMap((span) => {
        const fen = read(of, span);
        return fen === null ? [] : [{ labels: { ...labels, span }, value: fen / FEN_PER_YUAN }];
      }),
    );
  return [
    gauge(
      "feiliao_sms_cost_confirmed_yuan",
      "What the carriers took, by their statements or our prices.",
      yuan((of, span) => of[span].confirmed_fen),
    ),
    gauge(
      "feiliao_sms_cost_unknown_yuan",
      "What nobody has answered for, and may be billed.",
      yuan((of, span) => of[span].unknown_fen),
    ),
    gauge(
      "feiliao_sms_cost_stated_yuan",
      "What imported statements bill.",
      yuan((of, span) => of[span].stated_fen),
    ),
    gauge(
      "feiliao_sms_budget_yuan",
      "What it may cost at most.",
      yuan((of, span) => {
        const budgets = "terms" in of ? of.terms : of;
        return span === "today" ? budgets.day_fen_max : budgets.month_fen_max;
      }),
    ),
  ];
}

function codeMetrics({ codes }: OperatorReport): Metric[] {
  const places = [
    ...codes.blocks.map((block) => ({ scope: "block", at: block })),
    ...codes.networks.map((network) => ({ scope: "network", at: network })),
  ];
  const each = (read: (at: CodesFrom) => number) =>
    places.map(({ scope, at }) => ({ labels: { scope, key: at.key }, value: read(at) }));
  return [
    {
      ...{
        name: "feiliao_codes_asked_total",
        help: "Sign-up codes asked for at this node, by what came of it.",
        type: "counter",
      },
      samples: Object.entries(codes.asked).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    {
      ...{
        name: "feiliao_codes_entered_total",
        help: "Sign-up codes that were entered at this node.",
        type: "counter",
      },
      samples: [{ value: codes.entered }],
    },
    gauge(
      "feiliao_codes_recent_sent",
      "Of the newest sign-up codes to all numbers, how many were looked at.",
      [{ value: codes.all.sent }],
    ),
    gauge("feiliao_codes_recent_entered", "How many of them were entered.", [{ value: codes.all.entered }]),
    gauge("feiliao_codes_alarm", "1 while hardly any sign-up codes are entered there: an attack.", [
      { labels: { scope: "all", key: "" }, value: Number(codes.all.step === "stop") },
      ...each(({ step }) => Number(step === "stop")),
    ]),
    gauge(
      "feiliao_codes_sent_from",
      "Sign-up codes of the busiest blocks of numbers and networks, lately.",
      each(({ sent }) => sent),
    ),
    gauge(
      "feiliao_codes_entered_from",
      "How many of them were entered.",
      each(({ entered }) => entered),
    ),
  ];
}

function gauge(name: string, help: string, samplesOf: readonly Sample[]): Metric {
  return { name, help, type: "gauge", samples: samplesOf };
}

function quantiles(
  name: string,
  help: string,
  links: readonly LinkReport[],
  read: (health: LinkHealth) => [p50_ms: number | null, p95_ms: number | null],
): Metric {
  const of = (index: 0 | 1, quantile: string) =>
    samples(links, ({ health }) => {
      const duration_ms = health && read(health)[index];
      return duration_ms === null ? null : duration_ms / 1_000;
    }).map(({ labels, value }) => ({ labels: { ...labels, quantile }, value }));
  return gauge(name, help, [...of(0, "0.5"), ...of(1, "0.95")]);
}

function samples(links: readonly LinkReport[], read: (link: LinkReport) => number | null): Sample[] {
  return links.flatMap((link) => {
    const value = read(link);
    return value === null ? [] : [{ labels: labelsOf(link), value }];
  });
}

function labelsOf({ terms: { id } }: LinkReport) {
  return { link: id };
}
