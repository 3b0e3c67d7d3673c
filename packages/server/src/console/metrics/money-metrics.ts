import type { Metric } from "../prometheus.ts";
import type { LinkReport, OperatorReport } from "../report.ts";
import { FEN_PER_YUAN, gauge, labelsOf } from "./gauge.ts";

export function moneyMetrics({ links, all }: OperatorReport): Metric[] {
  const spans = ["today", "month"] as const;
  const figures = (
    read: (link: LinkReport | OperatorReport["all"], span: (typeof spans)[number]) => number | null,
  ) =>
    [
      ...links.map((link) => ({ labels: labelsOf(link), of: link })),
      { labels: { link: "all" }, of: all },
    ].flatMap(({ labels, of }) =>
      spans.flatMap((span) => {
        const value = read(of, span);
        return value === null ? [] : [{ labels: { ...labels, span }, value }];
      }),
    );
  const yuan = (read: Parameters<typeof figures>[0]) =>
    figures(read).map(({ labels, value }) => ({ labels, value: value / FEN_PER_YUAN }));
  return [
    gauge(
      "feiliao_sms_sent",
      "SMS that were handed over, and not refused.",
      figures((of, span) => of[span].sms),
    ),
    gauge(
      "feiliao_sms_units",
      "Units (parts) of them.",
      figures((of, span) => of[span].units),
    ),
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
