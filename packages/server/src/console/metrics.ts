import { codeMetrics } from "./metrics/code-metrics.ts";
import { linkMetrics } from "./metrics/link-metrics.ts";
import { moneyMetrics } from "./metrics/money-metrics.ts";
import type { Metric } from "./prometheus.ts";
import type { OperatorReport } from "./report.ts";

/** Every figure of the operator's page. Money is in yuan, times are in seconds, as Prometheus has base units. */
export function metricsOf(report: OperatorReport): Metric[] {
  return [...linkMetrics(report.links), ...moneyMetrics(report), ...codeMetrics(report)];
}
