import type { Metric } from "../prometheus.ts";
import type { CodesFrom, OperatorReport } from "../report.ts";
import { FEN_PER_YUAN, gauge } from "./gauge.ts";

export function codeMetrics({ codes }: OperatorReport): Metric[] {
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
    gauge("feiliao_codes_budget_yuan", "What sign-up codes may cost in 24 hours.", [
      { value: codes.day_fen_max / FEN_PER_YUAN },
    ]),
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
