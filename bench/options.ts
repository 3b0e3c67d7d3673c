import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- [scenario …] [options]

  --peers a,b      other servers to measure in the same run
  --conns n        users online in p2p and openloop
  --window n       messages in flight per user in p2p
  --seconds n      length of the measured part
  --rate n         messages per second in openloop
  --members n      members of the room
  --inflight n     messages travelling in the room
  --n n            connections in idle, log-ins in storm
  --settle n       seconds until the memory of idle connections is read
  --messages n     messages in the conversation of scroll
  --receipts       receivers acknowledge delivery and reading in p2p
  --quiet n        seconds to wait at most for a quiet machine
  --out file       append the results to a file
  --help           this text`;

/** What was asked for on the command line; undefined means the scenario's or the peer's own default. */
export interface Options {
  scenarios: string[];
  peers: string[];
  conns: number | undefined;
  window: number | undefined;
  seconds: number | undefined;
  rate: number | undefined;
  members: number | undefined;
  inflight: number | undefined;
  n: number | undefined;
  settle: number | undefined;
  messages: number | undefined;
  receipts: boolean;
  quiet: number;
  out: string | undefined;
  help: boolean;
}

const QUIET_S_MAX = 40;

export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      peers: { type: "string", default: "" },
      conns: { type: "string" },
      window: { type: "string" },
      seconds: { type: "string" },
      rate: { type: "string" },
      members: { type: "string" },
      inflight: { type: "string" },
      n: { type: "string" },
      settle: { type: "string" },
      messages: { type: "string" },
      receipts: { type: "boolean", default: false },
      quiet: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    scenarios: positionals,
    peers: values.peers.split(",").filter((name) => name !== ""),
    conns: count("conns", values.conns),
    window: count("window", values.window),
    seconds: count("seconds", values.seconds),
    rate: count("rate", values.rate),
    members: count("members", values.members),
    inflight: count("inflight", values.inflight),
    n: count("n", values.n),
    settle: count("settle", values.settle),
    messages: count("messages", values.messages),
    receipts: values.receipts,
    quiet: count("quiet", values.quiet) ?? QUIET_S_MAX,
    out: values.out,
    help: values.help,
  };
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a number, not "${text}"`);
  return value;
}
