import type { ConversationId } from "@feiliao/protocol";
import type { Check, Finding } from "./finding.ts";
import type { Send } from "./history.ts";
import type { Subject } from "./index-logs.ts";
import { ackOf } from "./send-rules.ts";

/** D4: one device's sends are in the log in the order it made them, none of them before an earlier one. */
export const devicesKeepTheirOrder: Check<Subject> = function* ({ state, sends }): Iterable<Finding> {
  const numbers = new Map<string, number>();
  for (const same of sends.values()) {
    for (const { conversation_id, device_id, client_id, device_seq } of same) {
      if (device_seq !== null) numbers.set(`${conversation_id} ${device_id} ${client_id}`, device_seq);
    }
  }
  for (const { conversation_id, entries } of state.logs) {
    const last = new Map<string, number>();
    for (const { device_id, client_id, seq } of entries) {
      const number = numbers.get(`${conversation_id} ${device_id} ${client_id}`);
      if (number === undefined) continue;
      const due = (last.get(device_id) ?? 0) + 1;
      if (number !== due) {
        const detail = `${conversation_id} at ${seq}: send ${number} of ${device_id} where ${due} is due`;
        yield { rule: "D4", kind: "out of order", detail };
      }
      last.set(device_id, number);
    }
  }
};

interface Keyed {
  seq: number;
  began: number;
  acknowledged: number;
}

/**
 * D3: an ack that came before a send began has the lower seq. One sweep over the sends of a conversation by
 * their beginnings, with the acks that had come by then. Repeats of a key count from their first try on.
 */
export const acksOrderSends: Check<Subject> = function* ({ sends }): Iterable<Finding> {
  const conversations = new Map<ConversationId, Keyed[]>();
  for (const same of sends.values()) {
    const keyed = firstAndAck(same);
    if (!keyed) continue;
    const { conversation_id } = same[0]!;
    const others = conversations.get(conversation_id);
    if (others) others.push(keyed);
    else conversations.set(conversation_id, [keyed]);
  }
  for (const [conversation_id, keyed] of conversations) {
    const byAck = keyed.toSorted((a, b) => a.acknowledged - b.acknowledged);
    let next = 0;
    let highest = 0;
    for (const { seq, began } of keyed.toSorted((a, b) => a.began - b.began)) {
      while (next < byAck.length && byAck[next]!.acknowledged < began) {
        highest = Math.max(highest, byAck[next++]!.seq);
      }
      if (seq <= highest) {
        const detail = `${conversation_id}: ${seq} was sent after ${highest} had been acknowledged`;
        yield { rule: "D3", kind: "overtaken", detail };
      }
    }
  }
};

function firstAndAck(same: readonly Send[]): Keyed | null {
  const acks = same.filter((send) => ackOf(send));
  if (acks.length === 0) return null;
  return {
    seq: ackOf(acks[0]!)!.seq,
    began: Math.min(...same.map((send) => send.invoked_at)),
    acknowledged: Math.min(...acks.map((send) => send.completed_at ?? Number.POSITIVE_INFINITY)),
  };
}

interface Event {
  at: number;
  stream: string;
  seq: number;
  kind: "read" | "ack";
}

/** D5: whoever reads after an ack of the same account sees what was acknowledged. */
export const writersReadTheirWrites: Check<Subject> = function* ({ history }): Iterable<Finding> {
  const events: Event[] = history.reads.map((read) => ({
    at: read.invoked_at,
    stream: `${read.account_id} ${read.conversation_id}`,
    seq: read.last_seq,
    kind: "read",
  }));
  for (const send of history.sends) {
    const ack = ackOf(send);
    if (!ack || send.completed_at === null) continue;
    const stream = `${send.account_id} ${send.conversation_id}`;
    events.push({ at: send.completed_at, stream, seq: ack.seq, kind: "ack" });
  }
  const acknowledged = new Map<string, number>();
  // At the same moment the read goes first: it need not have known.
  for (const { stream, seq, kind } of events.sort((a, b) => a.at - b.at || (a.kind === "read" ? -1 : 1))) {
    const before = acknowledged.get(stream) ?? 0;
    if (kind === "ack") acknowledged.set(stream, Math.max(before, seq));
    else if (seq < before) {
      yield {
        rule: "D5",
        kind: "stale read",
        detail: `${stream}: read up to ${seq} after an ack of ${before}`,
      };
    }
  }
};
