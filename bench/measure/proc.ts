import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ: the unit of CPU times in /proc, 100 per second on every Linux that Bun runs on. */
const TICKS_PER_S = 100;
const US_PER_TICK = 1e6 / TICKS_PER_S;
/** Kernel threads are the children of kthreadd, which always has pid 2. */
const KTHREADD = 2;

interface ProcessStat {
  parent: number;
  ticks: number;
  reapedChildTicks: number;
}

/** Fields of /proc/<pid>/stat, counted after the command name, which may itself hold spaces (proc(5)). */
function processStat(pid: number): ProcessStat | null {
  const text = readProc(`${pid}/stat`);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return {
    parent: fields[1]!,
    ticks: fields[11]! + fields[12]!,
    reapedChildTicks: fields[13]! + fields[14]!,
  };
}

/** A process may end between listing and reading it; then there is nothing to count. */
function readProc(path: string): string | null {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return null;
  }
}

function processes(): Map<number, ProcessStat> {
  const found = new Map<number, ProcessStat>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const stat = pid > 0 ? processStat(pid) : null;
    if (stat) found.set(pid, stat);
  }
  return found;
}

/** The live processes among the roots and all that descend from them. */
export function processTree(roots: readonly number[]): Map<number, ProcessStat> {
  const all = processes();
  const members = new Set(roots);
  const belongs = (pid: number): boolean => {
    if (members.has(pid)) return true;
    const parent = all.get(pid)?.parent ?? 0;
    if (parent === 0 || !belongs(parent)) return false;
    members.add(pid);
    return true;
  };
  return new Map([...all].filter(([pid]) => belongs(pid)));
}

/** User and system time the trees have used so far, reaped children included, in microseconds. */
export function cpuTime(roots: readonly number[]): number {
  let ticks = 0;
  for (const stat of processTree(roots).values()) ticks += stat.ticks + stat.reapedChildTicks;
  return ticks * US_PER_TICK;
}

/** Time the kernel's own threads (write-back, journal, softirq) have used so far, in microseconds. */
export function kernelThreadTime(): number {
  let ticks = 0;
  for (const [pid, stat] of processes()) {
    if (pid === KTHREADD || stat.parent === KTHREADD) ticks += stat.ticks;
  }
  return ticks * US_PER_TICK;
}

/** Time all processors of the machine were busy so far, without idle, I/O wait and steal, in microseconds. */
export function machineBusyTime(): number {
  const line = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]!;
  const [user, nice, system, , , irq, softirq] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user! + nice! + system! + irq! + softirq!) * US_PER_TICK;
}

/** Proportional set size of the trees in kB: a page shared by several processes is counted once. */
export function proportionalSetSize(roots: readonly number[]): number {
  return sumOver(roots, "smaps_rollup", /^Pss:\s+(\d+)/m);
}

/** Resident set size of the trees in kB, shared pages counted in each process. */
export function residentSetSize(roots: readonly number[]): number {
  return sumOver(roots, "status", /^VmRSS:\s+(\d+)/m);
}

/** Bytes the trees have caused to be written to the block layer. */
export function writtenBytes(roots: readonly number[]): number {
  return sumOver(roots, "io", /^write_bytes:\s+(\d+)/m);
}

function sumOver(roots: readonly number[], file: string, pattern: RegExp): number {
  let sum = 0;
  for (const pid of processTree(roots).keys()) {
    const match = pattern.exec(readProc(`${pid}/${file}`) ?? "");
    sum += Number(match?.[1] ?? 0);
  }
  return sum;
}
