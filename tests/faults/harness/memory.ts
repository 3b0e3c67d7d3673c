import { readFileSync } from "node:fs";

/** What a process has in memory now, in MiB (proc_pid_status(5), VmRSS). */
export function residentMib(pid: number): number {
  const kib = readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return Number(kib ?? Number.NaN) / 1024;
}

/** Watches the most a process has in memory, until it is stopped. */
export function watchMemory(pid: number): { stop(): number } {
  const WATCH_EVERY_MS = 50;
  let most = residentMib(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentMib(pid));
  }, WATCH_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
