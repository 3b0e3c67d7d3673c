import type { SmsProgress } from "@feiliao/protocol";
import { moneyOf } from "@feiliao/server/console/money";
import type { SmsLedgerState } from "@feiliao/server/store/sms/ledger";
import type { Check } from "../../audit/finding.ts";
import type { Evidence } from "./evidence.ts";

/** D14: no part is handed over again unless the carrier said that it had refused it. */
export const handedOverOnce: Check<Evidence> = function* ({ submits }) {
  const times = new Map<string, number>();
  for (const { mark, number, part, answer } of submits) {
    if (mark === null || answer === "refused") continue;
    const key = `message ${mark}, part ${part}, to ${number}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  for (const [key, count] of times)
    if (count > 1) yield { rule: "D14", kind: "sent twice", detail: `${key}: ${count} times` };
};

/** D14: a message to somebody without the app is one row, however often it was asked for. */
export const oneRowEach: Check<Evidence> = function* ({ written, rows }) {
  for (const { mark } of written) {
    const count = rows.get(mark)?.length ?? 0;
    if (count !== 1) yield { rule: "D14", kind: "not one row", detail: `message ${mark}: ${count} rows` };
  }
};

/** What was acknowledged does not wait for ever. */
export const everyRowEnds: Check<Evidence> = function* ({ rows }) {
  for (const [mark, [row]] of rows)
    if (row?.state === "queued") yield { rule: "D1", kind: "still queued", detail: `message ${mark}` };
};

const SHOWN: Record<SmsLedgerState, SmsProgress["state"]> = {
  queued: "queued",
  begun: "queued",
  accepted: "sent",
  delivered: "delivered",
  failed: "failed",
  unknown: "unknown",
  cancelled: "cancelled",
};

/** What senders are shown is what the ledger knows. */
export const sendersAreTold: Check<Evidence> = function* ({ rows, told }) {
  for (const [mark, [row]] of rows) {
    const shown = told.get(mark)?.state ?? "nothing";
    if (row && shown !== SHOWN[row.state])
      yield { rule: "truth", kind: "told otherwise", detail: `message ${mark}: ${shown}, is ${row.state}` };
  }
};

/** Delivered is said of what stands on the handset, whole. */
export const deliveredHasArrived: Check<Evidence> = function* ({ told, arrivals }) {
  const whole = new Set(arrivals.filter(({ missing }) => missing === 0).map(({ mark }) => mark));
  for (const [mark, { state }] of told)
    if (state === "delivered" && !whole.has(mark))
      yield { rule: "truth", kind: "told delivered", detail: `message ${mark} is not on its handset` };
};

/** Failed and cancelled are said of nothing that stands on the handset. */
export const failedHasNotArrived: Check<Evidence> = function* ({ told, arrivals }) {
  const whole = new Set(arrivals.filter(({ missing }) => missing === 0).map(({ mark }) => mark));
  for (const [mark, { state }] of told)
    if ((state === "failed" || state === "cancelled") && whole.has(mark))
      yield { rule: "truth", kind: "told failed", detail: `message ${mark} is on its handset` };
};

/** The console's promise: the bill lies between what is confirmed and that with what is unknown. */
export const billIsBetween: Check<Evidence> = function* ({ bills }) {
  for (const { link, bill_fen, before } of bills) {
    const { confirmed_fen: least, unknown_fen } = moneyOf(before);
    const most = least + unknown_fen;
    if (bill_fen < least || bill_fen > most)
      yield {
        ...{ rule: "money", kind: "bill out of bounds" },
        detail: `${link}: ${bill_fen} fen are charged, ${least} to ${most} expected`,
      };
  }
};

/** After the statement, what the console calls confirmed is the bill, and nothing in it is strange or missing. */
export const billIsExplained: Check<Evidence> = function* ({ bills }) {
  for (const { link, bill_fen, after, outcome } of bills) {
    const { confirmed_fen, unknown_fen } = moneyOf(after);
    if (confirmed_fen !== bill_fen)
      yield {
        ...{ rule: "money", kind: "bill differs" },
        detail: `${link}: ${bill_fen} fen are charged, ${confirmed_fen} confirmed`,
      };
    if (outcome.strange > 0)
      yield { rule: "money", kind: "strange lines", detail: `${link}: ${outcome.strange} of no SMS of ours` };
    if (outcome.unbilled > 0)
      yield { rule: "money", kind: "unbilled", detail: `${link}: ${outcome.unbilled} were accepted` };
    if (unknown_fen > 0)
      yield { rule: "money", kind: "still unknown", detail: `${link}: ${unknown_fen} fen` };
  }
};

/** D1, D2: what the server took from a handset is in the log where it belongs, once for each time it was written. */
export const answersAreLogged: Check<Evidence> = function* ({ answers, logged }) {
  const found = new Map<string, number>();
  for (const { conversation_id, text } of logged) {
    const key = `${conversation_id} ${text}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  for (const { conversation_id, text, tries, taken } of answers) {
    const times = found.get(`${conversation_id} ${text}`) ?? 0;
    if (taken && times === 0) yield { rule: "D1", kind: "answer lost", detail: text };
    if (times > tries) yield { rule: "D2", kind: "answer twice", detail: `${text}: ${times} of ${tries}` };
  }
};
