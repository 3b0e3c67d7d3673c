import { bytesIn, type Call, pathOf } from "./trace.ts";

/** The `count`-th call of this kind that some thread makes, on this file only if one is named: where to kill. */
export interface KillPoint {
  syscall: string;
  count: number;
  path?: string;
}

const KILLED_AT = [
  ...["write", "pwrite64", "sendto", "fsync", "fdatasync", "ftruncate"],
  ...["mkdir", "unlink", "rename", "link", "openat"],
];
/** Which of the runtime's other threads works on a file differs a little from run to run. */
const SPREAD = 2;

/** Files that one thread beside the main one writes: its calls are counted by the file, not to be masked. */
const OF_ONE_THREAD = /\/history\.sqlite(-wal|-journal)?$/;

/**
 * Where a run that was recorded can be killed: at each of its calls that changes the data folder or speaks to
 * a socket. strace counts the calls of one kind in one thread.
 */
export function killPoints(calls: readonly Call[], folder: string): KillPoint[] {
  const counts = new Map<string, number>();
  const points = new Map<string, KillPoint>();
  const inOrder = calls.toSorted((a, b) => a.began - b.began);
  const main = inOrder[0]?.thread;
  for (const { name: syscall, thread, args } of inOrder) {
    if (!KILLED_AT.includes(syscall)) continue;
    const path = pathOf(args[0] ?? "");
    const only = thread !== main && path && OF_ONE_THREAD.test(path) ? { path } : {};
    const counter = `${thread} ${syscall} ${only.path ?? ""}`;
    const count = (counts.get(counter) ?? 0) + 1;
    counts.set(counter, count);
    if (!matters(syscall, args, folder)) continue;
    const spread = thread === main || only.path ? 0 : SPREAD;
    for (let near = Math.max(1, count - spread); near <= count + spread; near++) {
      points.set(`${syscall} ${only.path ?? ""} ${near}`, { syscall, count: near, ...only });
    }
  }
  return [...points.values()];
}

function matters(syscall: string, args: readonly string[], folder: string): boolean {
  if (syscall === "sendto") return true;
  if (syscall === "openat" && !args[2]?.includes("O_CREAT")) return false;
  return args.some((argument) => touches(argument, folder));
}

/** An argument is a descriptor with its path, or a path by itself. */
function touches(argument: string, folder: string): boolean {
  const path = argument.startsWith('"') ? bytesIn(argument).toString() : pathOf(argument);
  return path?.startsWith(`${folder}/`) ?? false;
}
