import { readFileSync } from "node:fs";
import { until } from "@feiliao/testkit";

/** One system call of a recording. */
export interface Call {
  thread: number;
  name: string;
  /** As strace prints them, with text and bytes as `"\x…"`. */
  args: string[];
  /** -1 for a call that failed or never returned. */
  result: number;
  /** Lines of the recording on which it began and returned: calls of several threads overlap. */
  began: number;
  ended: number;
}

const CALL = /^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)/s;
const UNFINISHED = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/s;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)/s;

/** Reads a recording whose process has ended. */
export async function readTrace(file: string): Promise<Call[]> {
  await until("strace to finish its recording", () => /\+\+\+ \w+ \w+ \S+ \+\+\+\s*$/.test(tailOf(file)));
  const calls: Call[] = [];
  const open = new Map<string, Call & { text: string }>();
  for (const [index, line] of readFileSync(file, "latin1").split("\n").entries()) {
    const whole = CALL.exec(line);
    if (whole) {
      calls.push(callOf(whole[1]!, whole[2]!, whole[3]!, whole[4]!, index, index));
      continue;
    }
    const begun = UNFINISHED.exec(line);
    if (begun) {
      const call = callOf(begun[1]!, begun[2]!, begun[3]!, "?", index, Number.POSITIVE_INFINITY);
      open.set(begun[1]!, { ...call, text: begun[3]! });
      continue;
    }
    const resumed = RESUMED.exec(line);
    const started = resumed && open.get(resumed[1]!);
    if (!resumed || !started) continue;
    open.delete(resumed[1]!);
    calls.push(
      callOf(resumed[1]!, resumed[2]!, started.text + resumed[3]!, resumed[4]!, started.began, index),
    );
  }
  return [...calls, ...open.values()].sort((a, b) => a.ended - b.ended);
}

function callOf(
  thread: string,
  name: string,
  args: string,
  result: string,
  began: number,
  ended: number,
): Call {
  return {
    thread: Number(thread),
    name,
    args: args.split(", "),
    result: result === "?" ? -1 : Number(result),
    began,
    ended,
  };
}

function tailOf(file: string): string {
  return readFileSync(file, "latin1").slice(-200);
}

/** The bytes in every quoted text of an argument. */
export function bytesIn(argument: string): Buffer {
  const quoted = argument.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return Buffer.concat(quoted.map((text) => unquoted(text.slice(1, -1))));
}

/** The path behind a descriptor, as in `5</data/feiliao.sqlite>`, or null when it is no path. */
export function pathOf(descriptor: string): string | null {
  const inner = /^(?:\d+|AT_FDCWD)<(.*)>(?:\(deleted\))?$/s.exec(descriptor)?.[1];
  if (inner === undefined) return null;
  const path = unquoted(inner).toString();
  return path.startsWith("/") ? path : null;
}

function unquoted(text: string): Buffer {
  const decoded = text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, "latin1");
}
