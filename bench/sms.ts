// What an SMS costs on the wire: our clients and servers beside npm's `smpp`, on loopback, with a process for each
// side. The pairs take turns, so that what else the machine does meets them alike.
//   bun bench/sms.ts [--rounds 3] [--seconds 3] [--window 16] [--reports]
// Prints one JSON line for each pair: medians over the rounds, and how much CPU both sides of npm's took of it.
import { parseArgs } from "node:util";
import { median } from "./measure/percentile.ts";
import { round } from "./measure/round.ts";
import { measurePair, type PairFigures } from "./sms/pair.ts";
import type { Sending } from "./sms/send.ts";
import { PAIRS } from "./sms/stacks.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "3" },
    window: { type: "string", default: "16" },
    reports: { type: "boolean", default: false },
  },
});
const WARM_UP_MS = 1_500;
const sending: Sending = {
  window: Number(values.window),
  warm_up_ms: WARM_UP_MS,
  measured_ms: Number(values.seconds) * 1_000,
  reports: values.reports,
};

const measured = PAIRS.map((): PairFigures[] => []);
for (let left = Number(values.rounds); left > 0; left--) {
  for (const [index, { client, server }] of PAIRS.entries()) {
    measured[index]!.push(await measurePair(client, server, sending));
  }
}

const medians = measured.map((rounds) => {
  const of = (figure: keyof PairFigures) => median(rounds.map((figures) => figures[figure]));
  return {
    messages_per_s: of("messages_per_s"),
    client_us_per_msg: of("client_us_per_msg"),
    server_us_per_msg: of("server_us_per_msg"),
    other_cpu_pct: of("other_cpu_pct"),
    unreported: rounds.reduce((sum, { unreported }) => sum + unreported, 0),
  };
});
const bothSides = ({ client_us_per_msg, server_us_per_msg }: PairFigures) =>
  client_us_per_msg + server_us_per_msg;
for (const [index, { client, server }] of PAIRS.entries()) {
  const figures = medians[index]!;
  console.log(
    JSON.stringify({
      ...{ scenario: "sms", client, server, window: sending.window, reports: sending.reports },
      ...figures,
      cpu_of_npm_smpp: round(bothSides(figures) / bothSides(medians[0]!), 2),
    }),
  );
}
