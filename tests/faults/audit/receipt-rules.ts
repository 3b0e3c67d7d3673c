import type { Check, Finding } from "./finding.ts";
import type { Watermarks } from "./history.ts";
import type { Subject } from "./index-logs.ts";

const MARKS = ["delivered", "read", "heard"] as const;

/** D11: no device ever sees somebody's watermarks go back, and none of them outruns its log. */
export const receiptsOnlyGrow: Check<Subject> = function* ({ history, logs }): Iterable<Finding> {
  const seen = new Map<string, Watermarks>();
  for (const receipts of history.receipts_seen) {
    const { device_id, view, conversation_id, account_id } = receipts;
    const key = `${device_id} (${view}) ${conversation_id} ${account_id}`;
    const before = seen.get(key);
    const fallen = before && MARKS.find((mark) => receipts[mark] < before[mark]);
    if (fallen) {
      const detail = `${key}: ${fallen} went from ${before[fallen]} to ${receipts[fallen]}`;
      yield { rule: "D11", kind: "receipt fell", detail };
    }
    seen.set(key, receipts);
    const last_seq = logs.get(conversation_id)?.last_seq;
    if (last_seq !== undefined && receipts.delivered > last_seq) {
      yield {
        rule: "D11",
        kind: "receipt ahead of its log",
        detail: `${key}: ${receipts.delivered} of ${last_seq}`,
      };
    }
  }
};

/** D11: a watermark that the server answered with is kept. */
export const receiptsAreKept: Check<Subject> = function* ({ history, logs }): Iterable<Finding> {
  for (const answered of history.receipts_answered) {
    const { conversation_id, account_id } = answered;
    const kept = logs.get(conversation_id)?.members.find((member) => member.account_id === account_id);
    const lost = MARKS.find((mark) => answered[mark] > (kept?.watermarks[mark] ?? 0));
    if (lost) {
      const detail = `${account_id} in ${conversation_id}: ${lost} ${answered[lost]}`;
      yield { rule: "D11", kind: "receipt lost", detail };
    }
  }
};
