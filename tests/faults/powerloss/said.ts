import type { History, Received, Send } from "../audit/history.ts";

const ACK = /"output":\{"epoch":(\d+),"seq":(\d+),"server_time":\d+\}/g;
const PUSHED = /"event":"entry".*?"entry":\{"seq":(\d+),/g;

/**
 * What the clients of a script with one conversation had been told when the power went: of what they learnt in
 * the whole run, the part that had been said.
 */
export class Said {
  readonly #acknowledged = new Set<number>();
  readonly #pushed = new Set<number>();
  /** Whether anything had been said at all. */
  anything = false;

  hear(text: string): void {
    this.anything = true;
    for (const [, , seq] of text.matchAll(ACK)) this.#acknowledged.add(Number(seq));
    for (const [, seq] of text.matchAll(PUSHED)) this.#pushed.add(Number(seq));
  }

  /** The history up to here. */
  of(whole: History): History {
    return {
      ...whole,
      sends: whole.sends.map((send) => this.#send(send)),
      reads: [],
      receipts_seen: [],
      receipts_answered: [],
      slices: whole.slices.map((slice) => ({
        ...slice,
        caught_up: false,
        received: slice.received.filter((received) => this.#hasReached(received)),
      })),
    };
  }

  #send(send: Send): Send {
    const { outcome } = send;
    if (outcome.type !== "acknowledged" || this.#acknowledged.has(outcome.seq)) return send;
    return { ...send, completed_at: null, outcome: { type: "unknown" } };
  }

  #hasReached({ seq }: Received): boolean {
    return this.#pushed.has(seq);
  }
}
