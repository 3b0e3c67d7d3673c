import { expect, test } from "bun:test";
import { renderMetrics } from "./prometheus.ts";

test("OP4 metrics are written as Prometheus reads them, with what is special in labels escaped", () => {
  const text = renderMetrics([
    {
      ...{ name: "a_total", help: "How many,\nin all.", type: "counter" },
      samples: [{ value: 1 }, { labels: { link: 'the "first"\\', span: "day" }, value: 0.05 }],
    },
    { name: "b", help: "Nothing.", type: "gauge", samples: [] },
  ]);
  expect(text).toBe(
    [
      "# HELP a_total How many,\\nin all.",
      "# TYPE a_total counter",
      "a_total 1",
      'a_total{link="the \\"first\\"\\\\",span="day"} 0.05',
      "",
    ].join("\n"),
  );
});
