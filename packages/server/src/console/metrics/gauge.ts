import type { Metric, Sample } from "../prometheus.ts";
import type { LinkReport } from "../report.ts";

export const FEN_PER_YUAN = 100;

export function gauge(name: string, help: string, samplesOf: readonly Sample[]): Metric {
  return { name, help, type: "gauge", samples: samplesOf };
}

/** By which the samples of a link are told from those of others. */
export function labelsOf({ terms: { id } }: LinkReport) {
  return { link: id };
}
