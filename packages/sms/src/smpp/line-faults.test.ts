import { expect, test } from "bun:test";
import { Chance } from "@feiliao/testkit/chance";
import { until } from "@feiliao/testkit/until";
import type { SubmitOutcome } from "../peer/outcome.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { untilState } from "../testing/until-up.ts";
import { segment } from "../text/segments.ts";
import { smppClient } from "./client.ts";
import { smppServer } from "./server.ts";

const CLIENTS = 4;
const SUBMITS = 250;
const HELLO = segment("hello", { gsm7: true, ref: 1 })[0]!;

/** What the carrier does with a submit, by weight. */
const DEEDS = [
  ["accept", 80],
  ["accept later", 40],
  ["refuse", 20],
  ["forget to answer", 6],
  ["cut the line after taking it", 3],
  ["cut the line and answer", 3],
] as const;

test.each([1, 2, 3])(
  "SW3 SW4 whatever a carrier does, every submit ends once, and what is called unsent never came (seed %p)",
  async (seed) => {
    const chance = new Chance(seed, "line faults");
    const taken = new Set<string>();
    const accepted = new Set<string>();
    const server = await smppServer({ port: 0, clock: systemClock, limits: { drain_ms: 100 } });
    server.onLogin(() => ({ secret: "secret12" }));
    server.onSubmit(async ({ to, message_id }, session): Promise<SubmitOutcome> => {
      taken.add(to);
      const deed = chance.weighted(DEEDS);
      if (deed === "refuse") return { outcome: "refused", refusal: "throttled", code: "" };
      if (deed === "forget to answer") return { outcome: "unknown" };
      if (deed === "accept later") await new Promise((resolve) => setTimeout(resolve, chance.integer(0, 5)));
      if (deed?.startsWith("cut")) session.cut();
      if (deed === "cut the line after taking it") return { outcome: "unknown" };
      accepted.add(to);
      return { outcome: "accepted", message_id };
    });

    const clients = Array.from({ length: CLIENTS }, () =>
      smppClient({
        ...{ host: "127.0.0.1", port: server.port, system_id: "feiliao", password: "secret12" },
        ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 4, longest_ms: 4 } },
        limits: { window: 8, waiting_max: 16, response_ms: 60, drain_ms: 100 },
      }),
    );
    await Promise.all(clients.map((client) => untilState(client, "up")));

    const outcomes = new Map<string, SubmitOutcome[]>();
    let number = 13_800_000_000;
    await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: SUBMITS }, async () => {
          const to = String(number++);
          await new Promise((resolve) => setTimeout(resolve, chance.integer(0, 300)));
          const outcome = await client.submit({ from: "1069", to, segment: HELLO, report: false });
          outcomes.set(to, [...(outcomes.get(to) ?? []), outcome]);
        }),
      ),
    );
    expect(outcomes.size).toBe(CLIENTS * SUBMITS);
    for (const [to, [outcome, ...others]] of outcomes) {
      expect(others).toEqual([]);
      if (outcome!.outcome === "accepted") expect(accepted).toContain(to);
      if (outcome!.outcome !== "refused") continue;
      if (outcome!.code.startsWith("local:")) expect(taken).not.toContain(to);
      else expect(accepted).not.toContain(to);
    }
    const kinds = new Set([...outcomes.values()].map(([outcome]) => outcome!.outcome));
    expect([...kinds].sort()).toEqual(["accepted", "refused", "unknown"]);
    await until("no client holds anything", () =>
      clients.every((client) => client.window().outstanding + client.window().waiting === 0),
    );
    await Promise.all(clients.map((client) => client.close()));
    await server.close();
  },
);
