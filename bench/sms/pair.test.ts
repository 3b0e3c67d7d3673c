import { expect, test } from "bun:test";
import { measurePair } from "./pair.ts";
import { PAIRS } from "./stacks.ts";

test.each(PAIRS)(
  "everything that $client sends to $server is accepted and reported",
  async ({ client, server }) => {
    const figures = await measurePair(client, server, {
      window: 4,
      warm_up_ms: 20,
      measured_ms: 100,
      reports: true,
    });
    expect(figures.unreported).toBe(0);
    expect(figures.messages_per_s).toBeGreaterThan(0);
  },
);
