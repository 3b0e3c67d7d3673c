import type { LinkHealth } from "../../links/sms/routing/link-health.ts";
import type { SmsLinkState } from "../../links/sms/sms-link.ts";
import type { Metric, Sample } from "../prometheus.ts";
import type { LinkReport } from "../report.ts";
import { FEN_PER_YUAN, gauge, labelsOf } from "./gauge.ts";

const LINK_STATES: readonly SmsLinkState[] = ["connecting", "up", "down", "denied", "closed"];

export function linkMetrics(links: readonly LinkReport[]): Metric[] {
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
      "feiliao_sms_link_throughput_per_second_max",
      "Parts a second that the link is handed at most.",
      each((link) => link.terms.throughput_per_s),
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
