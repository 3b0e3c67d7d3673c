import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Meter } from "../measure/meter.ts";
import { round } from "../measure/round.ts";
import { freePort } from "../peers/probe.ts";
import type { Line } from "./role.ts";
import type { Sending } from "./send.ts";
import type { Carrier } from "./stack.ts";
import type { StackName } from "./stacks.ts";

const ROLE = `${import.meta.dir}/role.ts`;

export interface PairFigures {
  messages_per_s: number;
  client_us_per_msg: number;
  server_us_per_msg: number;
  /** Percent of one core that others used meanwhile. */
  other_cpu_pct: number;
  unreported: number;
}

/** Lets one stack send to another for a while, each in a process of its own. */
export async function measurePair(
  client: StackName,
  server: StackName,
  sending: Sending,
): Promise<PairFigures> {
  const dial_back_port = freePort();
  const serving = new Role(["serve", server, String(dial_back_port)]);
  try {
    const { port } = await serving.says("listening");
    const carrier: Carrier = { port, dial_back_port, window: sending.window };
    const sender = new Role(["send", client, JSON.stringify(carrier), JSON.stringify(sending)]);
    try {
      await sender.says("warm");
      const meter = new Meter([serving.pid]);
      const { messages, seconds, client_us } = await sender.says("measured");
      const { server_us, shares } = meter.read();
      const { unreported } = await sender.says("done");
      return {
        messages_per_s: round(messages / seconds),
        client_us_per_msg: round(client_us / messages, 1),
        server_us_per_msg: round(server_us / messages, 1),
        other_cpu_pct: Math.max(0, shares.other_cpu_pct - round(client_us / seconds / 1e4)),
        unreported,
      };
    } finally {
      sender.end();
    }
  } finally {
    serving.end();
  }
}

/** A process of role.ts. */
class Role {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, [ROLE, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** The next line, which must be this one. */
  async says<Name extends Line["line"]>(name: Name): Promise<Extract<Line, { line: Name }>> {
    const { value, done } = await this.#lines.next();
    const said: Line | null = done ? null : JSON.parse(value);
    if (said?.line !== name) throw new Error(`it said ${said?.line ?? "nothing more"} instead of ${name}`);
    return said as Extract<Line, { line: Name }>;
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }
}
