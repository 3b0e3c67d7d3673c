import type { Mutant } from "../mutant.ts";

const SQLITE_OUTBOX = "packages/server/src/store/sqlite/outbox.ts";
const POSTGRES_OUTBOX = "packages/server/src/store/postgres/outbox.ts";
const SQLITE_STORE = "packages/server/src/store/sqlite/sqlite-store.test.ts";
const POSTGRES_STORE = "packages/server/src/store/postgres/postgres-store.test.ts";
const SEVERAL_NODES = "packages/server/src/store/postgres/several-nodes.test.ts";

/** What is done outside a transaction, and talks (D13, D14). */
export const EFFECTS: readonly Mutant[] = [
  {
    id: "M20a",
    rule: "D14",
    breaks: "the embedded store queues an effect after the commit of its cause",
    edits: [
      {
        file: SQLITE_OUTBOX,
        text: "    this.#insert.run(JSON.stringify(effect));\n",
        instead:
          "    this.#writer().afterCommit(() => void this.#writer().write(() => this.#insert.run(JSON.stringify(effect))));\n",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["queues effects with the write"] },
  },
  {
    id: "M20b",
    rule: "D14",
    breaks: "the PostgreSQL store queues an effect after the commit of its cause",
    edits: [
      {
        file: POSTGRES_OUTBOX,
        text: `    transaction.write(
      "INSERT INTO outbox (cause, effect) SELECT * FROM unnest($1::uuid[], $2::text[])",
      ...columnsOf(effects.map(({ cause, effect }) => [cause, JSON.stringify(effect)])),
    );
`,
        instead: "    transaction.afterCommit(() => void this.insert(effects));\n",
      },
      {
        file: POSTGRES_OUTBOX,
        text: "  readonly #listeners: (() => void)[] = [];\n",
        instead: "  readonly #listeners: (() => void)[] = [];\n  insert: any;\n",
      },
      {
        file: POSTGRES_OUTBOX,
        text: "rows: OutboxRows): OutboxStore {\n",
        instead: `rows: OutboxRows): OutboxStore {
  rows.insert = (effects: readonly QueuedEffect[]) =>
    database.query(
      "INSERT INTO outbox (cause, effect) SELECT * FROM unnest($1::uuid[], $2::text[])",
      ...columnsOf(effects.map(({ cause, effect }) => [cause, JSON.stringify(effect)])),
    );
`,
      },
    ],
    caught_by: { [SEVERAL_NODES]: ["D14 a write whose effect"] },
  },
  {
    id: "M44a",
    rule: "D14",
    breaks: "the embedded store hands out an effect that is claimed already",
    edits: [
      {
        file: SQLITE_OUTBOX,
        text: "claim.all(now + lease_ms, now, horizon, limit)",
        instead: "claim.all(now, now, horizon, limit)",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["an effect that was claimed"] },
  },
  {
    id: "M44b",
    rule: "D14",
    breaks: "a node takes effects that another one has claimed",
    edits: [{ file: POSTGRES_OUTBOX, text: "String(now + lease_ms),", instead: "String(now)," }],
    caught_by: { [POSTGRES_STORE]: ["an effect that was claimed"] },
  },
  {
    id: "M44c",
    rule: "D14",
    breaks: "two nodes that claim at once take the same effects",
    edits: [
      {
        file: POSTGRES_OUTBOX,
        text: " FOR UPDATE SKIP LOCKED))",
        instead: "))",
      },
    ],
    caught_by: { [SEVERAL_NODES]: ["D14 effects that somebody is at"] },
  },
  {
    id: "M45a",
    rule: "D14",
    breaks: "the embedded store lets an SMS be begun twice",
    edits: [
      {
        file: "packages/server/src/store/sqlite/sms/ledger.ts",
        text: 'if (row?.state !== "queued") return { outcome: "gone" };',
        instead: 'if (!row) return { outcome: "gone" };',
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sms/sms.test.ts": ["SL3"] },
  },
  {
    id: "M45b",
    rule: "D14",
    breaks: "two nodes begin the same SMS",
    edits: [
      {
        file: "packages/server/src/store/postgres/sms/ledger.ts",
        text: 'if (row?.state !== "queued") return { outcome: "gone" };',
        instead: 'if (!row) return { outcome: "gone" };',
      },
    ],
    caught_by: { "packages/server/src/store/postgres/sms/sms.test.ts": ["SL3"] },
  },
  {
    id: "M21a",
    rule: "D13",
    breaks: "of two nodes that interrupt one talk both do",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: 'if (talk.state === "complete" || talk.state === "cancelled") throw new FeiliaoError("talk_ended");',
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/append-rules.test.ts": ["a talk ends once"] },
  },
  {
    id: "M21b",
    rule: "D13",
    breaks: "a node ends a talk that goes on at another one, by its own clock alone",
    edits: [
      {
        file: "packages/server/src/talk/abandoned-talks.ts",
        text: "const untouched = before.get(talk.talk_id) === talk.updated_at;",
        instead: "const untouched = before !== null;",
      },
    ],
    caught_by: { "packages/server/src/talk/abandoned-talks.test.ts": ["D16"] },
  },
  {
    id: "M21c",
    rule: "D13",
    breaks: "a node that saw less of a talk than is stored ends it all the same",
    edits: [
      {
        file: "packages/server/src/store/append-rules.ts",
        text: "if (talk.next_packet !== content.packets) {",
        instead: "if (talk.next_packet < content.packets) {",
      },
    ],
    caught_by: { "packages/server/src/store/append-rules.test.ts": ["a talk ends once"] },
  },
  {
    id: "M46",
    rule: "D13",
    breaks: "packets of a talk are acknowledged before they are on disk",
    edits: [
      {
        file: "packages/server/src/talk/talks.ts",
        text: "    const next = await store.talks.store(",
        instead: "    live.onStored(live.received);\n    const next = await store.talks.store(",
      },
    ],
    caught_by: { "tests/scenarios/nodes-talk.test.ts": ["TK4 D13"] },
  },
  {
    id: "M60",
    rule: "D13",
    breaks: "the end of a talk is decided without holding the talk",
    edits: [
      {
        file: "packages/server/src/store/postgres/talk-facts.ts",
        text: "ORDER BY conversation_id, talk_id FOR NO KEY UPDATE OF talk`",
        instead: "ORDER BY conversation_id, talk_id`",
      },
    ],
    caught_by: { [SEVERAL_NODES]: ["D13 packets that one stores"] },
  },
  {
    id: "M70",
    rule: "D14",
    breaks: "a node waits for what another one erases because it is due",
    edits: [
      {
        file: "packages/server/src/store/postgres/expire.ts",
        text: "FOR UPDATE SKIP LOCKED",
        instead: "FOR UPDATE",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/groups-on-several-nodes.test.ts": [
        "what somebody erases at the moment",
      ],
    },
  },
  {
    id: "M71",
    rule: "D11",
    breaks: "what a batch recalls is still said to who repeats it in the same batch",
    edits: [
      {
        file: "packages/server/src/store/postgres/apply-consequences.ts",
        text: "if (known.seq === seq) known.content = ERASED_JSON;",
        instead: "known.content += '';",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/postgres-store.test.ts": ["what is recalled is said no more"],
    },
  },
  {
    id: "M72",
    rule: "D11",
    breaks: "a picture that a batch has let go of may be passed on in the same batch",
    edits: [
      {
        file: "packages/server/src/store/postgres/apply-consequences.ts",
        text: "state.blob_refs.set(blob_id, (state.blob_refs.get(blob_id) ?? 0) - 1);",
        instead: "",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/postgres-store.test.ts": ["a picture is passed on by who has"],
    },
  },
  {
    id: "M73",
    rule: "D17",
    breaks: "an owner who leaves is followed only by those whom the batch names",
    edits: [
      {
        file: "packages/server/src/store/postgres/member-facts.ts",
        text: "states.get(left[n - 1]!)?.members.set(heir.account_id, heir);",
        instead: "void [left[n - 1], heir];",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/postgres-store.test.ts": ["D17 when one owner after the other"],
    },
  },
  {
    id: "M61",
    rule: "D14",
    breaks: "of two nodes that spread a profile the one that read it first may have the last word",
    edits: [
      {
        file: "packages/server/src/delivery/outbox-worker.ts",
        text: "if (profile?.name === name && profile.picture === picture && profile.number === number) return;",
        instead: "return;",
      },
    ],
    caught_by: { "packages/server/src/delivery/outbox-worker.test.ts": ["D14 of two nodes"] },
  },
  {
    id: "M47",
    rule: "AC5",
    breaks: "a code takes any number of guesses",
    edits: [
      {
        file: "packages/server/src/store/sqlite/verifications.ts",
        text: "WHERE code_of = ? AND tries_left > 0 RETURNING tries_left",
        instead: "WHERE code_of = ? RETURNING tries_left",
      },
    ],
    caught_by: { "tests/scenarios/codes.test.ts": ["AC5 guesses"] },
  },
];
