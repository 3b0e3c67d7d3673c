import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";

/** Short, so that a process that has used its share up does not stand still for long. */
const PERIOD_US = 10_000;
const V1 = "/sys/fs/cgroup/cpu";
const V2 = "/sys/fs/cgroup";

/** Why processes cannot be held to a share of a core here, in one line; null when they can. */
export function quotaMissing(): string | null {
  try {
    accessSync(root(), constants.W_OK);
    return null;
  } catch {
    return "needs to write to the cpu controller of cgroups, so root";
  }
}

/** Holds a process to a share of one core with a control group of its own. Returns how to let go, once it has ended. */
export function holdTo(share: number, pid: number): () => void {
  const group = `${root()}/feiliao-bench-${pid}`;
  const quota = Math.round(share * PERIOD_US);
  if (root() === V2) writeFileSync(`${V2}/cgroup.subtree_control`, "+cpu");
  mkdirSync(group);
  if (root() === V2) writeFileSync(`${group}/cpu.max`, `${quota} ${PERIOD_US}`);
  else {
    writeFileSync(`${group}/cpu.cfs_period_us`, String(PERIOD_US));
    writeFileSync(`${group}/cpu.cfs_quota_us`, String(quota));
  }
  writeFileSync(`${group}/cgroup.procs`, String(pid));
  return () => rmdirSync(group);
}

/** The hierarchy of version 1, where there is one; else the one hierarchy of version 2. */
const root = () => (existsSync(`${V1}/cpu.cfs_quota_us`) || existsSync(`${V1}/tasks`) ? V1 : V2);
