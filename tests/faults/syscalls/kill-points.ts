import { bytesIn, type Call, pathOf } from "./trace.ts";

/** The `count`-th call of this kind that some thread makes: where to kill. */
export interface KillPoint {
  syscall: string;
  count: number;
}

const KILLED_AT = [
  ...["write", "pwrite64", "sendto", "fsync", "fdatasync", "ftruncate"],
  ...["mkdir", "unlink", "rename", "link", "openat"],
];
/** Which of the runtime's other threads works on a file differs a little from run to run. */
const SPREAD = 2;

/**
 * Where a run that was recorded can be killed: at each of its calls that changes the data folder or speaks to
 * a socket. strace counts the calls of one kind in one thread.
 */
export function killPoints(calls: readonly Call[], folder: string): KillPoint[] {
  const counts = new Map<string, number>();
  const points = new Map<string, Set<number>>();
  const inOrder = calls.toSorted((a, b) => a.began - b.began);
  const main = inOrder[0]?.thread;
  for (const call of inOrder) {
    if (!KILLED_AT.includes(call.name)) continue;
    const counter = `${call.thread} ${call.name}`;
    const count = (counts.get(counter) ?? 0) + 1;
    counts.set(counter, count);
    if (!matters(call, folder)) continue;
    const found = points.get(call.name) ?? new Set();
    points.set(call.name, found);
    const spread = call.thread === main ? 0 : SPREAD;
    for (let near = Math.max(1, count - spread); near <= count + spread; near++) found.add(near);
  }
  return [...points].flatMap(([syscall, found]) =>
    [...found].sort((a, b) => a - b).map((count) => ({ syscall, count })),
  );
}

function matters(call: Call, folder: string): boolean {
  if (call.name === "sendto") return true;
  if (call.name === "openat" && !call.args[2]?.includes("O_CREAT")) return false;
  return call.args.some((argument) => touches(argument, folder));
}

/** An argument is a descriptor with its path, or a path by itself. */
function touches(argument: string, folder: string): boolean {
  const path = argument.startsWith('"') ? bytesIn(argument).toString() : pathOf(argument);
  return path?.startsWith(`${folder}/`) ?? false;
}
