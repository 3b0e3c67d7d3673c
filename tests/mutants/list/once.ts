import type { Mutant } from "../mutant.ts";

/** A key is one entry, for ever and everywhere (D2, D14). */
export const ONCE: readonly Mutant[] = [
  {
    id: "M3a",
    rule: "D2",
    breaks: "known keys are remembered in memory only, and a restart forgets them",
    edits: [
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "    log.append(key, row, intent.device_seq ?? null);",
        instead: "    this.#keys.add(key.key_hash);\n    log.append(key, row, intent.device_seq ?? null);",
      },
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "known: log.find(key),",
        instead: "known: this.#keys.has(key.key_hash) ? log.find(key) : null,",
      },
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "  readonly #setShown;\n",
        instead: "  readonly #setShown;\n  readonly #keys = new Set<number>();\n",
      },
    ],
    caught_by: { "tests/scenarios/conversation.test.ts": ["CV2 CV3"] },
  },
  {
    id: "M3b",
    rule: "D2",
    breaks: "the embedded store knows a key for 30 seconds",
    edits: [
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "known: log.find(key),",
        instead:
          "known: [log.find(key)].find((row) => row && row.server_time > intent.now - 30_000) ?? null,",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["D2 D4 what has long been stored"],
    },
  },
  {
    id: "M3c",
    rule: "D2",
    breaks: "the PostgreSQL store knows a key for 30 seconds",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "      states.get(conversation_id)?.known.set(keyOf(account_id, client_id), known);",
        instead:
          "      if (known.server_time > appends[n - 1]!.now - 30_000) states.get(conversation_id)?.known.set(keyOf(account_id, client_id), known);",
      },
      {
        file: "packages/server/src/store/postgres/schema.ts",
        text: "    PRIMARY KEY (conversation_id, seq),\n    UNIQUE (conversation_id, account_id, client_id)\n",
        instead: "    PRIMARY KEY (conversation_id, seq)\n",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/postgres-store.test.ts": ["D2 D4 what has long been stored"],
    },
  },
  {
    id: "M4",
    rule: "D2",
    breaks: "each node knows only the keys that came in by itself",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-commit.ts",
        text: "  let cautious = 0;\n",
        instead: "  let cautious = 0;\n  const own = new Set<string>();\n",
      },
      {
        file: "packages/server/src/store/postgres/batch-commit.ts",
        text: "      const changes = new BatchChanges();\n",
        instead: `      for (const { id, known } of states.values())
        for (const key of known.keys()) if (!own.has(id + key)) known.delete(key);
      for (const { append } of writes)
        if (append) own.add(\`\${append.conversation_id}\${append.account_id} \${append.client_id}\`);
      const changes = new BatchChanges();
`,
      },
      {
        file: "packages/server/src/store/postgres/schema.ts",
        text: "    PRIMARY KEY (conversation_id, seq),\n    UNIQUE (conversation_id, account_id, client_id)\n",
        instead: "    PRIMARY KEY (conversation_id, seq)\n",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/several-nodes.test.ts": [
        "one entry with one answer (not numbered)",
      ],
    },
  },
  {
    id: "M5a",
    rule: "D2",
    breaks: "the embedded store tells the keys of an account's devices apart",
    edits: [
      {
        file: "packages/server/src/store/sqlite/append.ts",
        text: "const key = log.keyOf(state.no, sender.account_no, intent.client_id);",
        instead: `const { key_hash } = log.keyOf(state.no, sender.device_no, intent.client_id);
    const key = { ...log.keyOf(state.no, sender.account_no, intent.client_id), key_hash };`,
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["D2 a key is one"] },
  },
  {
    id: "M5b",
    rule: "D2",
    breaks: "the PostgreSQL store tells the keys of an account's devices apart",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-facts.ts",
        text: "FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS asked (conversation_id, account_id, client_id, n)\n     JOIN entry USING (conversation_id, account_id, client_id)`,\n    appends.map((append) => [uuidOf(append.conversation_id), uuidOf(append.account_id), append.client_id]),",
        instead:
          "FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) WITH ORDINALITY AS asked (conversation_id, account_id, client_id, device_id, n)\n     JOIN entry USING (conversation_id, account_id, client_id, device_id)`,\n    appends.map((append) => [uuidOf(append.conversation_id), uuidOf(append.account_id), append.client_id, uuidOf(append.device_id)]),",
      },
      {
        file: "packages/server/src/store/postgres/schema.ts",
        text: "UNIQUE (conversation_id, account_id, client_id)",
        instead: "UNIQUE (conversation_id, account_id, client_id, device_id)",
      },
    ],
    caught_by: { "packages/server/src/store/postgres/postgres-store.test.ts": ["D2 a key is one"] },
  },
  {
    id: "M14a",
    rule: "D2",
    breaks: "the app sends a message without an answer again under a new key",
    edits: [
      {
        file: "packages/client/src/outbox/sender.ts",
        text: 'await call("message/send", { ...key, content, ...(sms && { sms }) })',
        instead:
          'await call("message/send", { ...key, client_id: crypto.randomUUID(), content, ...(sms && { sms }) })',
      },
    ],
    caught_by: { "packages/client/src/outbox/sender.test.ts": ["OB2"] },
  },
  {
    id: "M14b",
    rule: "D2",
    breaks: "a batch whose COMMIT was not answered is committed again under new keys",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-commit.ts",
        text: "      const states = await loadFacts(",
        instead: `      if (transaction.repeated)
        for (const { append } of writes) if (append) append.client_id += " again";
      const states = await loadFacts(`,
      },
    ],
    caught_by: { "packages/server/src/store/postgres/outages.test.ts": ["D2 a connection lost in COMMIT"] },
  },
  {
    id: "M23",
    rule: "D2",
    breaks: "two keys with the same hash are taken for one",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/entry-row.ts",
        text: "  return (\n    a.client_id === b.client_id && a.account_no === b.account_no && a.conversation_no === b.conversation_no\n  );",
        instead: "  return a.conversation_no === b.conversation_no;",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/log/entry-log.test.ts": ["ES2 ES3 D2"] },
  },
  {
    id: "M24",
    rule: "D2",
    breaks: "a known key is answered as the first time though it comes with other content",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: 'if (!isSameContent(content, facts.known)) throw new FeiliaoError("idempotency_conflict");',
        instead: "",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["refuses a key with other content"],
    },
  },
];
