import type { Subject } from "./index-logs.ts";

/** How much an audit saw: without it, no findings would mean nothing. */
export interface Work {
  sends: number;
  acknowledged: number;
  rejected: number;
  unknown: number;
  entries: number;
  delivered: number;
  devices: number;
  reads: number;
  receipts: number;
  files: number;
  notifications: number;
  effects: number;
}

export function workOf({ history, state }: Subject): Work {
  const outcomes = { acknowledged: 0, rejected: 0, unknown: 0 };
  for (const { outcome } of history.sends) outcomes[outcome.type]++;
  return {
    sends: history.sends.length,
    ...outcomes,
    entries: state.logs.reduce((sum, { entries }) => sum + entries.length, 0),
    delivered: history.slices.reduce((sum, { received }) => sum + received.length, 0),
    devices: new Set(history.slices.map(({ device_id }) => device_id)).size,
    reads: history.reads.length,
    receipts: history.receipts_seen.length + history.receipts_answered.length,
    files: state.blobs.size,
    notifications: history.notifications.length,
    effects: history.effects.length,
  };
}

/** The sum of what two runs did. */
export function addWork(one: Partial<Work>, other: Partial<Work>): Partial<Work> {
  const sum: Partial<Work> = { ...one };
  for (const [name, amount] of Object.entries(other) as [keyof Work, number][]) {
    sum[name] = (sum[name] ?? 0) + amount;
  }
  return sum;
}
