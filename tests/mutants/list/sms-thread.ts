import type { Mutant } from "../mutant.ts";

const SMS = "packages/server/src/sms";
const STORE = "packages/server/src/store";
const SQLITE_SMS = `${STORE}/sqlite/sms/sms.test.ts`;
const STORIES = "tests/scenarios/sms.test.ts";
const REPLIES = "tests/scenarios/sms-replies.test.ts";
const PATIENCE = "tests/scenarios/sms-patience.test.ts";

/** What is sent to people without the app, what they answer, and what is counted. */
export const SMS_THREAD: readonly Mutant[] = [
  {
    id: "M180",
    rule: "SL5",
    breaks: "a refusal keeps what it took from the budgets",
    edits: [
      {
        file: `${STORE}/sqlite/sms/ledger.ts`,
        text: 'if (result.outcome === "refused") budgets.giveBack(row.taken);',
        instead: "",
      },
    ],
    caught_by: { [SQLITE_SMS]: ["SL5"] },
  },
  {
    id: "M181",
    rule: "SL6",
    breaks: "an SMS that nobody answered for is queued again",
    edits: [
      {
        file: `${STORE}/sms/ledger-rules.ts`,
        text: 'return moved({ ...row, deadline: null }, "unknown", null, now, null);',
        instead: 'return moved({ ...row, deadline: null }, "queued", null, now, null);',
      },
    ],
    caught_by: { [SQLITE_SMS]: ["SL6"] },
  },
  {
    id: "M182",
    rule: "SL9",
    breaks: "the last report of a part holds, so that their order matters",
    edits: [
      {
        file: `${STORE}/sms/ledger-rules.ts`,
        text: "return rank[report.state] > rank[part.state] ? report : null;",
        instead: "return rank[report.state] >= 0 ? report : null;",
      },
    ],
    caught_by: { [SQLITE_SMS]: ["SL9"] },
  },
  {
    id: "M183",
    rule: "SM1",
    breaks: "what costs more than was agreed to is sent",
    edits: [
      {
        file: `${SMS}/rates.ts`,
        text: 'return fen > fen_max ? new FeiliaoError("sms_price", { fen }) : null;',
        instead: 'return fen > fen_max + 1_000 ? new FeiliaoError("sms_price", { fen }) : null;',
      },
    ],
    caught_by: { [STORIES]: ["SM1"] },
  },
  {
    id: "M184",
    rule: "SM4",
    breaks: "who has opted out is sent SMS",
    edits: [
      {
        file: `${SMS}/recipients.ts`,
        text: "opted_out.has(number)",
        instead: 'opted_out.has("")',
      },
    ],
    caught_by: { [STORIES]: ["SM4"] },
  },
  {
    id: "M185",
    rule: "SI1",
    breaks: "an SMS that its carrier brings again is another entry",
    edits: [
      {
        file: `${SMS}/incoming.ts`,
        text: "digest(key)}`,",
        instead: "digest(key + this.#parts.random.bytes(8).join())}`,",
      },
      { file: `${SMS}/incoming.ts`, text: "if (await store.sms.isSeen(key)) return;", instead: "" },
    ],
    caught_by: { [REPLIES]: ["SI1 D2"] },
  },
  {
    id: "M186",
    rule: "SI1",
    breaks: "anybody can write as if it came as SMS",
    edits: [
      {
        file: "packages/server/src/operations/message/as-written.ts",
        text: 'if (content.type !== "text") return content;',
        instead: 'if (content.type !== "text" || content.via) return content;',
      },
    ],
    caught_by: { [REPLIES]: ["nobody else can write so"] },
  },
  {
    id: "M187",
    rule: "SP2",
    breaks: "what was read on another device is told by SMS all the same",
    edits: [
      {
        file: `${SMS}/patience.ts`,
        text: "if (marks[reminder.unless] >= reminder.seq)",
        instead: "if (marks[reminder.unless] < 0)",
      },
    ],
    caught_by: { [PATIENCE]: ["SP2"] },
  },
];
