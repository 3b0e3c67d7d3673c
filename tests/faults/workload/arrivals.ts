import type { ConversationId } from "@feiliao/protocol";
import type { Finding } from "../audit/finding.ts";
import { ackOf } from "../audit/send-rules.ts";
import type { Follower } from "./follower.ts";
import type { Sender } from "./sender.ts";

/** Some time of a run, by its clock. */
export interface Window {
  from: number;
  to: number;
}

/** When entries came to the devices of those who follow, on the clock of the run. */
export class Arrivals {
  readonly #followers: Map<ConversationId, Map<number, number>>[];

  /** From here on. */
  constructor(followers: readonly Follower[]) {
    this.#followers = followers.map((follower) => {
      const arrived = new Map<ConversationId, Map<number, number>>();
      follower.onArrival = (conversation_id, seq) => {
        const seqs = arrived.get(conversation_id) ?? new Map<number, number>();
        arrived.set(conversation_id, seqs.set(seq, performance.now()));
      };
      return arrived;
    });
  }

  /**
   * How long each message acknowledged in these windows took from its ack to each follower, in milliseconds. To be
   * asked when all have arrived: one that is still on its way is not among them.
   */
  delaysOf(senders: readonly Sender[], ...windows: readonly Window[]): number[] {
    const delays: number[] = [];
    for (const send of senders.flatMap(({ sends }) => sends)) {
      const ack = ackOf(send);
      const { completed_at, conversation_id } = send;
      if (!ack || completed_at === null) continue;
      if (!windows.some(({ from, to }) => completed_at >= from && completed_at <= to)) continue;
      for (const arrived of this.#followers) {
        const at = arrived.get(conversation_id)?.get(ack.seq);
        if (at !== undefined) delays.push(Math.max(0, at - completed_at));
      }
    }
    return delays;
  }
}

/** D9: a lost doorbell costs two seconds at most. Three times that is allowed here, since the machine is shared. */
export const DELAY_MS_MAX = 3 * 2_000;

/** How late messages were, and a finding when that was too late. */
export function lateness(delays_ms: readonly number[]): {
  findings: Finding[];
  figures: Record<string, number>;
} {
  const sorted = delays_ms.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  const figures = { delay_p50_ms: at(0.5), delay_p99_ms: at(0.99), delay_max_ms: at(1) };
  const late: Finding = { rule: "D9", kind: "late", detail: JSON.stringify(figures) };
  const none: Finding = { rule: "work", kind: "no delays measured", detail: "nothing came to a follower" };
  if (sorted.length === 0) return { findings: [none], figures };
  return { findings: figures.delay_p99_ms > DELAY_MS_MAX ? [late] : [], figures };
}
