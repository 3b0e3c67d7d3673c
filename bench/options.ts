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
  --missed n       messages that everybody has missed in storm
  --settle n       seconds until the memory of idle connections is read
  --messages a,b   messages in the conversation of scroll; messages in the database of history, step by step
  --receipts       receivers acknowledge delivery and reading in p2p
  --profile        with the hottest functions of our server; it is slower while they are counted
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
  messages: number[];
  missed: number | undefined;
  receipts: boolean;
  profile: boolean;
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
      missed: { type: "string" },
      receipts: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      quiet: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    scenarios: positionals,
    peers: names(values.peers),
    conns: count("conns", values.conns),
    window: count("window", values.window),
    seconds: count("seconds", values.seconds),
    rate: count("rate", values.rate),
    members: count("members", values.members),
    inflight: count("inflight", values.inflight),
    n: count("n", values.n),
    settle: count("settle", values.settle),
    messages: names(values.messages ?? "").map((text) => count("messages", text)!),
    missed: count("missed", values.missed),
    receipts: values.receipts,
    profile: values.profile,
    quiet: count("quiet", values.quiet) ?? QUIET_S_MAX,
    out: values.out,
    help: values.help,
  };
}

const names = (list: string) => list.split(",").filter((name) => name !== "");

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a number, not "${text}"`);
  return value;
}
