import type { Check, Finding } from "./finding.ts";
import type { Subject } from "./index-logs.ts";
import { ackOf } from "./send-rules.ts";

/** D12: the files of acknowledged messages can be read, and are what their ids say. */
export const filesAreReadable: Check<Subject> = function* ({ history, state }): Iterable<Finding> {
  for (const send of history.sends) {
    if (!ackOf(send)) continue;
    for (const blob_id of send.blobs ?? []) {
      const found = state.blobs.get(blob_id) ?? "missing";
      if (found !== "intact") {
        yield { rule: "D12", kind: `file ${found}`, detail: `${blob_id} of ${send.client_id}` };
      }
    }
  }
};

/** D14: an effect outside happens as often as it may, and no more. */
export const effectsAreBounded: Check<Subject> = function* ({ history }): Iterable<Finding> {
  for (const { key, times, times_max } of history.effects) {
    if (times > times_max) yield { rule: "D14", kind: "effect repeated", detail: `${key}: ${times} times` };
  }
};
