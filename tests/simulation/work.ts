import type { History } from "./audit/history.ts";

/** How much happened: a run that did nothing proves nothing. */
export interface Work {
  events: number;
  composed: number;
  acknowledged: number;
  group_changes: number;
  notifications: number;
  crashes: number;
  restarts: number;
  storage_errors: number;
  app_runs: number;
  network_faults: number;
  clock_jumps: number;
}

export function noWork(): Work {
  return {
    events: 0,
    composed: 0,
    acknowledged: 0,
    group_changes: 0,
    notifications: 0,
    crashes: 0,
    restarts: 0,
    storage_errors: 0,
    app_runs: 0,
    network_faults: 0,
    clock_jumps: 0,
  };
}

export function workOf({ operations, composed, notifications, faults }: History, events: number): Work {
  const done = operations.filter(({ outcome }) => outcome.type === "acknowledged");
  const acknowledged = done.length;
  const group_changes = done.filter(({ name }) => name.startsWith("group/")).length;
  return {
    ...faults,
    ...{
      events,
      acknowledged,
      group_changes,
      composed: composed.length,
      notifications: notifications.length,
    },
  };
}

export function addWork(a: Work, b: Work): Work {
  const names = Object.keys(a) as (keyof Work)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as Work;
}

export function describeWork(work: Work): string {
  return Object.entries(work)
    .map(([name, count]) => `${count} ${name.replaceAll("_", " ")}`)
    .join(", ");
}
