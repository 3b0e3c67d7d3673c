import type { Check, Finding } from "./finding.ts";
import type { Send, SendOutcome } from "./history.ts";
import type { Subject } from "./index-logs.ts";

type Acknowledged = Extract<SendOutcome, { type: "acknowledged" }>;

export function ackOf({ outcome }: Send): Acknowledged | null {
  return outcome.type === "acknowledged" ? outcome : null;
}

/** D1: what was acknowledged is in the log, where the ack said and as it was sent. */
export const acknowledgedIsKept: Check<Subject> = function* ({ sends, entries }): Iterable<Finding> {
  for (const [key, same] of sends) {
    for (const send of same) {
      const ack = ackOf(send);
      if (!ack) continue;
      const entry = entries.get(key);
      if (!entry) yield { rule: "D1", kind: "lost", detail: `${key} was acknowledged at ${ack.seq}` };
      else if (entry.content !== send.content) {
        yield { rule: "D1", kind: "altered", detail: `${key} at ${entry.seq}` };
      } else if (entry.seq !== ack.seq || entry.server_time !== ack.server_time) {
        const detail = `${key} was acknowledged at ${ack.seq} and is at ${entry.seq}`;
        yield { rule: "D1", kind: "moved", detail };
      }
    }
  }
};

/** D2: every repeat of a key is given the one original ack. */
export const repeatsAgree: Check<Subject> = function* ({ sends }): Iterable<Finding> {
  for (const [key, same] of sends) {
    const acks = same.flatMap((send) => ackOf(send) ?? []);
    const differs = acks.some(({ epoch, seq }) => epoch !== acks[0]!.epoch || seq !== acks[0]!.seq);
    if (differs) {
      const detail = `${key} was acknowledged at ${[...new Set(acks.map((ack) => ack.seq))].join(", ")}`;
      yield { rule: "D2", kind: "acks differ", detail };
    }
  }
};

/** D15: what was refused, and never taken, is not in the log. */
export const rejectedIsNotKept: Check<Subject> = function* ({ sends, entries }): Iterable<Finding> {
  for (const [key, same] of sends) {
    const entry = entries.get(key);
    if (!entry) continue;
    const alike = same.filter((send) => send.content === entry.content);
    if (alike.length > 0 && alike.every((send) => send.outcome.type === "rejected")) {
      yield { rule: "D15", kind: "refused and kept", detail: `${key} at ${entry.seq}` };
    }
  }
};
