import type { Mutant } from "../mutant.ts";

/** Seqs, the order of a device, and time (D3, D4, D16). */
export const ORDER: readonly Mutant[] = [
  {
    id: "M6a",
    rule: "D3",
    breaks: "the embedded store takes seqs from a counter that a rollback does not turn back",
    edits: [
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "const { head, content_json, consequences } = decision;",
        instead: `const { head, content_json, consequences } = decision;
    head.last_seq = Math.max(head.last_seq, (this.#seqs.get(state.id) ?? 0) + 1);
    this.#seqs.set(state.id, head.last_seq);`,
      },
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "  readonly #setShown;\n",
        instead: "  readonly #setShown;\n  readonly #seqs = new Map<string, number>();\n",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["D3 D19 a write that fails"] },
  },
  {
    id: "M6b",
    rule: "D3",
    breaks: "the PostgreSQL store takes seqs from a counter outside the transaction",
    edits: [
      {
        file: "packages/server/src/store/postgres/append.ts",
        text: "const { last_seq: seq, last_time: server_time } = head;",
        instead: `const { last_time: server_time } = head;
  const seq = Math.max(head.last_seq, (SEQS.get(state.id) ?? 0) + 1);
  SEQS.set(state.id, seq);`,
      },
      {
        file: "packages/server/src/store/postgres/append.ts",
        text: "/** An append as a write of a batch. */",
        instead: "const SEQS = new Map<string, number>();\n",
      },
    ],
    caught_by: { "packages/server/src/store/postgres/postgres-store.test.ts": ["D3 D19 a write that fails"] },
  },
  {
    id: "M6c",
    rule: "D3",
    breaks: "the seqs of a conversation are allocated without holding its row",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "ORDER BY conversation_id FOR NO KEY UPDATE OF conversation`",
        instead: "ORDER BY conversation_id`",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/several-nodes.test.ts": [
        "D17 who is removed while an append waits",
      ],
    },
  },
  {
    id: "M13",
    rule: "D4",
    breaks: "the app sends all waiting messages of a conversation at once",
    edits: [
      {
        file: "packages/client/src/outbox/sender.ts",
        text: `      let item = outbox.head(conversation_id);
      while (item && this.#maySend(conversation_id) && (await this.#send(item))) {
        item = outbox.head(conversation_id);
      }`,
        instead: `      await Promise.all(
        outbox.items
          .filter((item) => item.conversation_id === conversation_id && item.state.phase === "waiting")
          .map((item) => this.#send(item)),
      );`,
      },
    ],
    caught_by: { "packages/client/src/outbox/sender.test.ts": ["OB1: one message of a conversation"] },
  },
  {
    id: "M25",
    rule: "D4",
    breaks: "a device's number is not checked",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: "if (intent.device_seq !== undefined && intent.device_seq !== expected) {",
        instead: "if (intent.device_seq === -1) {",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["keeps a device's order"],
    },
  },
  {
    id: "M26",
    rule: "D4",
    breaks: "a merge forgets how far the devices are",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/merge.ts",
        text: "DO UPDATE SET device_seq = excluded.device_seq",
        instead: "DO NOTHING",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["what was acknowledged is there"],
    },
  },
  {
    id: "M27",
    rule: "D16",
    breaks: "server time follows the wall clock backwards",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: "const server_time = Math.max(intent.now, head.last_time);",
        instead: "const server_time = intent.now;",
      },
    ],
    caught_by: { "packages/server/src/store/append-rules.test.ts": ["D16"] },
  },
];
