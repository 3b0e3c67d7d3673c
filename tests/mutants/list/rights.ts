import type { Mutant } from "../mutant.ts";

/** Receipts and rights (D11, D17). */
export const RIGHTS: readonly Mutant[] = [
  {
    id: "M17a",
    rule: "D11",
    breaks: "of two watermarks the last one wins",
    edits: [
      {
        file: "packages/server/src/store/receipt-rules.ts",
        text: "  const heard = Math.max(marks.heard, Math.min(offered.heard, last_seq));\n  const read = Math.max(marks.read, Math.min(offered.read, last_seq), heard);\n  const delivered = Math.max(marks.delivered, Math.min(offered.delivered, last_seq), read);",
        instead:
          "  const heard = Math.min(offered.heard, last_seq);\n  const read = Math.max(Math.min(offered.read, last_seq), heard);\n  const delivered = Math.max(Math.min(offered.delivered, last_seq), read);",
      },
      {
        file: "packages/server/src/store/receipt-rules.ts",
        text: "return to.delivered > from.delivered || to.read > from.read || to.heard > from.heard;",
        instead:
          "return to.delivered !== from.delivered || to.read !== from.read || to.heard !== from.heard;",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["watermarks grow only"] },
  },
  {
    id: "M17b",
    rule: "D11",
    breaks: "of two watermarks moved at two nodes at once the last one wins",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "ORDER BY conversation_id FOR NO KEY UPDATE OF conversation`",
        instead: "ORDER BY conversation_id`",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/several-nodes.test.ts": ["D11 a watermark that waits"],
    },
  },
  {
    id: "M17c",
    rule: "MO3",
    breaks: "the app takes a watermark that went back",
    edits: [
      {
        file: "packages/client/src/model/marks.ts",
        text: "const read = Math.max(marks.read, other.read ?? 0, heard);",
        instead: "const read = Math.max(other.read ?? marks.read, heard);",
      },
    ],
    caught_by: { "packages/client/src/model/marks.test.ts": ["MO3: merged marks"] },
  },
  {
    id: "M18a",
    rule: "D17",
    breaks: "the append does not ask whether the sender is a member still",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: "  if (refused) throw new FeiliaoError(refused);\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/append-rules.test.ts": ["D17"] },
  },
  {
    id: "M18b",
    rule: "D17",
    breaks: "rights are read before the append has its turn in the conversation",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "    lockConversations(transaction, writes),\n    loadSenders(transaction, appends),\n",
        instead: "",
      },
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "  const loading = [\n",
        instead: `  const senders = loadSenders(transaction, appends);
  const loading = [
    lockConversations(transaction, writes),
    senders,
`,
      },
    ],
    caught_by: { "packages/server/src/store/postgres/several-nodes.test.ts": ["D17 who is removed"] },
  },
  {
    id: "M18c",
    rule: "D17",
    breaks: "an audience that was being read while it changed is remembered",
    edits: [
      {
        file: "packages/server/src/delivery/audiences.ts",
        text: "if (audience && this.#reading.get(id) === reading) this.#remember(id, audience);",
        instead: "if (audience) this.#remember(id, audience);",
      },
    ],
    caught_by: { "packages/server/src/delivery/audiences.test.ts": ["D17"] },
  },
  {
    id: "M43",
    rule: "GW10",
    breaks: "a stranger who knows the id of a conversation reads it",
    edits: [
      {
        file: "packages/server/src/conversation/can.ts",
        text: "if (!membership) return UNSEEN;",
        instead: 'if (!membership) return action === "read" ? null : UNSEEN;',
      },
    ],
    caught_by: { "packages/server/src/conversation/can.test.ts": ["strangers"] },
  },
];
