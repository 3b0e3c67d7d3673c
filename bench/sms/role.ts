/**
 * One side of a measurement, in a process of its own so that its time can be told from the other's. It writes lines
 * of JSON: what `Line` says.
 *   bun bench/sms/role.ts serve STACK DIAL_BACK_PORT
 *   bun bench/sms/role.ts send STACK CARRIER SENDING
 */
import { type Measured, type Sending, send } from "./send.ts";
import type { Carrier } from "./stack.ts";
import { STACKS, type StackName } from "./stacks.ts";

export type Line =
  | { line: "listening"; port: number }
  | { line: "warm" }
  | ({ line: "measured" } & Measured)
  | { line: "done"; unreported: number };

const [role, name, carrier, sending] = Bun.argv.slice(2);
const stack = STACKS[name as StackName];

if (role === "serve") {
  say({ line: "listening", port: await stack.serve(Number(carrier)) });
} else {
  const asked: Sending = JSON.parse(sending!);
  const customer = await stack.connect(JSON.parse(carrier!) as Carrier);
  const unreported = await send(customer, asked, {
    warm: () => say({ line: "warm" }),
    measured: (measured) => say({ line: "measured", ...measured }),
  });
  say({ line: "done", unreported });
  process.exit(0);
}

function say(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
