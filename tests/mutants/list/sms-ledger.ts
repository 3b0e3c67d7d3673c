import type { Mutant } from "../mutant.ts";

const RULES = "packages/server/src/store/sms/ledger-rules.ts";
const STATEMENT = "packages/server/src/store/sms/statement-rules.ts";
const SQLITE = "packages/server/src/store/sqlite/sms/ledger.ts";
const SQLITE_BUDGETS = "packages/server/src/store/sqlite/sms/budget-rows.ts";
const POSTGRES = "packages/server/src/store/postgres/sms/ledger.ts";
const IN_SQLITE = "packages/server/src/store/sqlite/sms/sms.test.ts";
const IN_POSTGRES = "packages/server/src/store/postgres/sms/sms.test.ts";
const STORY = "tests/scenarios/sms.test.ts";
const AUDIT = "tests/faults/sms/audit/sms-audit.test.ts";
const PLAY = "whatever servers and carriers do";

/** What the ledger of SMS promises (packages/server/src/store/sms/SPEC.md). */
export const SMS_LEDGER: readonly Mutant[] = [
  {
    id: "M220a",
    rule: "SL3",
    breaks: "of several workers that begin one SMS in the embedded store each may send it",
    edits: [{ file: SQLITE, text: 'if (row?.state !== "queued") return', instead: "if (!row) return" }],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M220b",
    rule: "SL3",
    breaks: "of several workers that begin one SMS in PostgreSQL each may send it",
    edits: [{ file: POSTGRES, text: 'if (row?.state !== "queued") return', instead: "if (!row) return" }],
    caught_by: { [IN_POSTGRES]: ["SL3 D14 of two workers"] },
  },
  {
    id: "M221",
    rule: "SL6",
    breaks: "an SMS that nobody answered for in time is sent again",
    edits: [
      {
        file: RULES,
        text: 'return moved({ ...row, deadline: null }, "unknown", null, now, null);',
        instead: 'return moved({ ...row, deadline: null }, "queued", null, now, null);',
      },
    ],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M222",
    rule: "SL5",
    breaks: "an answer about an earlier attempt ends the present one",
    edits: [
      {
        file: RULES,
        text: "if (!open || result.attempt !== row.attempt) return null;",
        instead: "if (!open) return null;",
      },
    ],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M223",
    rule: "SL5",
    breaks: "an SMS that was refused gives nothing back to the budgets",
    edits: [
      {
        file: SQLITE,
        text: 'if (result.outcome === "refused") budgets.giveBack(row.taken);',
        instead: "",
      },
    ],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M224",
    rule: "SL4",
    breaks: "a budget lets the SMS pass that exceeds it",
    edits: [
      {
        file: SQLITE_BUDGETS,
        text: "this.spent(key) + amount > max",
        instead: "this.spent(key) > max",
      },
    ],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M225",
    rule: "SL6",
    breaks: "a report of one part makes the whole SMS certain, of which other parts have no answer",
    edits: [{ file: RULES, text: ' || (row.state === "unknown" && parts.length < row.parts)', instead: "" }],
    caught_by: { [IN_SQLITE]: [PLAY, "SL6 that a part failed"] },
  },
  {
    id: "M226",
    rule: "SL9",
    breaks: "a part that was delivered fails by a report that comes late",
    edits: [
      {
        file: RULES,
        text: "return rank[report.state] > rank[part.state] ? report : null;",
        instead: "return rank[report.state] > 0 ? report : null;",
      },
    ],
    caught_by: { [IN_SQLITE]: ["SL9 after reports of"] },
  },
  {
    id: "M227",
    rule: "SB2",
    breaks: "all lines of a statement with one id are about the same SMS",
    edits: [
      {
        file: STATEMENT,
        text: "called.filter((part) => !explained.has(part))",
        instead: "called",
      },
    ],
    caught_by: { [IN_SQLITE]: ["SB2 lines of the same id"] },
  },
  {
    id: "M228",
    rule: "D14",
    breaks: "an SMS that its carrier did not answer for goes out once more",
    edits: [
      {
        file: "packages/server/src/sms/sender.ts",
        text: "await this.#settle.add({ ...about, ...outcome });",
        instead:
          'const again = { link: null, not_before: 0 };\n      await this.#settle.add(outcome.outcome === "unknown" ? { ...about, outcome: "refused", reason: "no_route", code: "", again } : { ...about, ...outcome });',
      },
    ],
    caught_by: { [STORY]: ["SM3 D14 what the carrier does not answer for"] },
  },
  {
    id: "M229",
    rule: "SB2",
    breaks: "what a statement says of a price is not what counts afterwards",
    edits: [
      {
        file: "packages/server/src/store/sqlite/sms/billing.ts",
        text: "sum(coalesce(billed_fen, fen)) AS fen",
        instead: "sum(fen) AS fen",
      },
    ],
    caught_by: { [IN_SQLITE]: [PLAY] },
  },
  {
    id: "M230",
    rule: "OP4",
    breaks: "the operator is shown as certain what was begun and has no answer",
    edits: [
      {
        file: "packages/server/src/console/money.ts",
        text: 'return state !== "unknown" && state !== "begun";',
        instead: 'return state !== "unknown";',
      },
    ],
    caught_by: { [AUDIT]: ["what nobody has answered for yet"] },
  },
];
