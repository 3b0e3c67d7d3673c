import type { AccountId, ConversationId, SmsProgress } from "@feiliao/protocol";
import type { SmsSum } from "@feiliao/server/store/sms/billing";
import type { SmsRow } from "@feiliao/server/store/sms/ledger";
import type { Evidence } from "./evidence.ts";
import { auditSms } from "./sms-audit.ts";

const CONVERSATION: ConversationId = "con_alice_and_bob";
const ALICE: AccountId = "acc_alice";
const HANDSET = "+8613800010001";
const FEN = 5;

type Damaged<Part> = { -readonly [Field in keyof Part]: Part[Field] };

/** Evidence that tests may damage. */
export interface Sample extends Omit<Evidence, "written" | "submits" | "arrivals" | "answers" | "logged"> {
  written: Evidence["written"][number][];
  submits: Damaged<Evidence["submits"][number]>[];
  arrivals: Damaged<Evidence["arrivals"][number]>[];
  answers: Damaged<Evidence["answers"][number]>[];
  logged: Evidence["logged"][number][];
  told: Map<number, SmsProgress>;
  rows: Map<number, SmsRow[]>;
  bills: [Damaged<Evidence["bills"][number]>];
}

/** A faultless run: of two messages one was delivered, and the carrier has not answered for the other, which it took. */
export function sample(): Sample {
  const states = ["delivered", "unknown"] as const;
  const marks = states.map((state, mark) => ({ mark, state }));
  const sum: SmsSum = {
    ...{ link: "cmpp", day: "2026-03-02", kind: "message", state: "accepted", reason: null },
    ...{ count: 1, units: 1, fen: FEN, billed_fen: 0, billed: 0 },
  };
  return {
    written: marks.map(({ mark }) => ({
      ...{ mark, conversation_id: CONVERSATION, seq: mark + 1, sender: ALICE, number: HANDSET },
    })),
    submits: [
      { mark: 0, number: HANDSET, part: 1, answer: "refused" },
      { mark: 0, number: HANDSET, part: 1, answer: "accepted" },
      { mark: 1, number: HANDSET, part: 1, answer: "unknown" },
    ],
    arrivals: marks.map(({ mark }) => ({ mark, number: HANDSET, missing: 0 })),
    told: new Map(marks.map(({ mark, state }) => [mark, toldOf(state)])),
    rows: new Map(marks.map(({ mark, state }) => [mark, [rowOf(mark, state)]])),
    answers: [{ text: "收到", conversation_id: CONVERSATION, tries: 2, taken: true }],
    logged: [{ conversation_id: CONVERSATION, text: "收到" }],
    bills: [
      {
        ...{ link: "cmpp", bill_fen: 2 * FEN },
        before: [
          { ...sum, state: "delivered" },
          { ...sum, state: "unknown" },
        ],
        after: [{ ...sum, count: 2, fen: 2 * FEN, billed_fen: 2 * FEN, billed: 2 }],
        outcome: {
          ...{ matched: 2, resolved_taken: 1, resolved_not_taken: 0, unbilled: 0 },
          ...{ strange: 0, strange_fen: 0, bill_fen: 2 * FEN },
        },
      },
    ],
  };
}

export function toldOf(state: SmsProgress["state"]): SmsProgress {
  return { kind: "message", state, reason: null, carrier: null, units: 1, fen: FEN, due_at: null, at: 1 };
}

export function rowOf(mark: number, state: SmsRow["state"]): SmsRow {
  return {
    ...{ sms_id: mark, key: `message ${mark}`, kind: "message", number: HANDSET, sender: ALICE },
    ...{ recipient: "acc_bob", conversation_id: CONVERSATION, seq: mark + 1, link: "cmpp" },
    ...{ not_before: 1, expires_at: 2, fen_max: null, details: "{}", state, reason: null, attempt: 1 },
    ...{ extension: "1", units: 1, fen: FEN, created_at: 1, begun_at: 1, changed_at: 1, revision: 2 },
    steps: [],
  };
}

/** What the audit says of the run after this damage, each kind once. */
export function findingsAfter(damage: (run: Sample) => void): string[] {
  const run = sample();
  damage(run);
  return [...new Set(auditSms(run).findings.map(({ rule, kind }) => `${rule} ${kind}`))];
}
