import type { Check, Finding } from "./finding.ts";
import { keyOf, type Subject } from "./index-logs.ts";

/** D3: the seqs of a log are 1, 2, 3 … to its last. D16: its server times never run backwards. */
export const logsAreGapless: Check<Subject> = function* ({ state }): Iterable<Finding> {
  for (const { conversation_id, entries, last_seq } of state.logs) {
    let seq = 0;
    let time = 0;
    for (const entry of entries) {
      if (entry.seq !== seq + 1) {
        yield { rule: "D3", kind: "gap", detail: `${conversation_id} has ${entry.seq} after ${seq}` };
      }
      if (entry.server_time < time) {
        yield { rule: "D16", kind: "time runs back", detail: `${conversation_id} at ${entry.seq}` };
      }
      seq = entry.seq;
      time = entry.server_time;
    }
    if (seq !== last_seq) {
      yield { rule: "D3", kind: "gap", detail: `${conversation_id} ends at ${seq}, and says ${last_seq}` };
    }
  }
};

/** D2: a key is in its log once at most, and only what somebody sent is in a log. */
export const keysAreUnique: Check<Subject> = function* ({ state, sends, history }): Iterable<Finding> {
  const senders = new Set<string>(history.sends.map((send) => send.device_id));
  for (const { conversation_id, entries } of state.logs) {
    const seen = new Map<string, number>();
    for (const { client_id, sender, device_id, seq, content } of entries) {
      const key = keyOf({ conversation_id, client_id }, sender);
      const before = seen.get(key);
      if (before !== undefined) {
        yield { rule: "D2", kind: "doubled", detail: `${key} is at ${before} and at ${seq}` };
      }
      seen.set(key, seq);
      if (!senders.has(device_id)) continue; // written before the run, or by something that keeps no history
      if (!sends.get(key)?.some((send) => send.content === content)) {
        yield { rule: "D2", kind: "never sent", detail: `${key} at ${seq}` };
      }
    }
  }
};
