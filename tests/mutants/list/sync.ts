import type { Mutant } from "../mutant.ts";

const CATCH_UP = "packages/server/src/conversation/catch-up.ts";
const SQLITE_CHANGES = "packages/server/src/store/sqlite/changes.ts";
const POSTGRES_CHANGES = "packages/server/src/store/postgres/changes.ts";
const SQLITE_STORE = "packages/server/src/store/sqlite/sqlite-store.test.ts";
const POSTGRES_STORE = "packages/server/src/store/postgres/postgres-store.test.ts";
const STORIES = "tests/scenarios/conversation.test.ts";
const CLIENT_SYNC = "packages/client/src/sync/sync.ts";
const CLIENT_SYNC_TEST = "packages/client/src/sync/sync.test.ts";

/** What a device gets, and what its token says it has (D5–D8). */
export const SYNC: readonly Mutant[] = [
  {
    id: "M7a",
    rule: "D7",
    breaks:
      "the embedded store's token says the end of the log, and not the end of the rows that came with it",
    edits: [
      {
        file: SQLITE_CHANGES,
        text: "const last = change.entries.at(-1)?.seq ?? (change.reset ? state.last_seq : had!.seq);",
        instead: "const last = state.last_seq;",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["D10 the chain of a page"], [STORIES]: ["CV12 CV15"] },
  },
  {
    id: "M7b",
    rule: "D7",
    breaks:
      "the PostgreSQL store's token says the end of the log, and not the end of the rows that came with it",
    edits: [
      {
        file: POSTGRES_CHANGES,
        text: "const seq = last?.seq ?? share.after_seq;\n    const chain = last ? Number(last.chain) : share.head.chain;",
        instead: "const seq = last_seq;\n    const { chain } = share.head;",
      },
    ],
    caught_by: { [POSTGRES_STORE]: ["D10 the chain of a page"] },
  },
  {
    id: "M7c",
    rule: "SY2",
    breaks: "the app keeps a token before the rows it stands for",
    edits: [
      {
        file: CLIENT_SYNC,
        text: "    await keeper.write(async () => {\n      const rows",
        instead: "    await cache.write(token);\n    await keeper.write(async () => {\n      const rows",
      },
    ],
    caught_by: { [CLIENT_SYNC_TEST]: ["SY2"] },
  },
  {
    id: "M7d",
    rule: "SY1",
    breaks: "the app takes a pushed entry for proof that it has those before it",
    edits: [
      {
        file: CLIENT_SYNC,
        text: "if (conversation?.record.epoch !== epoch || !conversation.log.joins(entry.seq)) return void this.pull();",
        instead: "if (conversation?.record.epoch !== epoch) return void this.pull();",
      },
    ],
    caught_by: { [CLIENT_SYNC_TEST]: ["SY1"] },
  },
  {
    id: "M8",
    rule: "D7",
    breaks: "what a device missed is found by the time of the newest entry that it has",
    edits: [
      {
        file: SQLITE_CHANGES,
        text: ": pages.after(no, had.seq, budget),",
        instead:
          ": pages.after(no, 0, 100_000).filter((entry, _, all) => entry.server_time > (all[had.seq - 1]?.server_time ?? 0)).slice(0, budget),",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["changes since a position"] },
  },
  {
    id: "M9a",
    rule: "D7",
    breaks: "a socket is pushed to only some time after its hello was answered",
    edits: [
      {
        file: "packages/server/src/gateway/socket.ts",
        text: "receivers.add(connection.session);",
        instead: "const late = connection.session;\n    setTimeout(() => receivers.add(late), 100);",
      },
    ],
    caught_by: { [STORIES]: ["D7 "] },
  },
  {
    id: "M9b",
    rule: "D7",
    breaks: "the app, connected again, listens without a pull of what was said before",
    edits: [
      {
        file: CLIENT_SYNC,
        text: "    this.#unproven = true;\n    void this.pull();\n  }",
        instead: "    this.#unproven = this.#pulledAt === 0;\n    if (this.#unproven) void this.pull();\n  }",
      },
    ],
    caught_by: { [CLIENT_SYNC_TEST]: ["SY1 D7"] },
  },
  {
    id: "M10",
    rule: "D7",
    breaks: "what was written to a socket counts as delivered",
    edits: [
      {
        file: "packages/server/src/delivery/fan-out.ts",
        text: "        if (receiver.id !== origin) receiver.push(frame);\n",
        instead: `        if (receiver.id === origin || !receiver.push(frame)) continue;
        const { conversation_id, entry } = JSON.parse(frame);
        const marks = { delivered: entry?.seq ?? 0, read: 0, heard: 0 };
        this.#advance({ conversation_id, account_id, ...marks }).catch(() => {});
`,
      },
      {
        file: "packages/server/src/delivery/fan-out.ts",
        text: "    this.#audiences = new Audiences(conversations);\n",
        instead:
          "    this.#audiences = new Audiences(conversations);\n    this.#advance = conversations.advance;\n",
      },
      {
        file: "packages/server/src/delivery/fan-out.ts",
        text: "  readonly #logger: Logger;\n",
        instead: "  readonly #logger: Logger;\n  readonly #advance: any;\n",
      },
    ],
    caught_by: { [STORIES]: ["CV10"] },
  },
  {
    id: "M11",
    rule: "D7",
    breaks: "a node gives a device what came in by itself, from its memory",
    edits: [
      {
        file: "packages/server/src/server.ts",
        text: "const catchUp = new CatchUp(store, secret, overrides.pull_entries_max);",
        instead: `const said = new Set<string>();
  const append = log.append.bind(log);
  log.append = async (intent, origin) => {
    const appended = await append(intent, origin);
    said.add(\`\${intent.conversation_id} \${appended.seq}\`);
    return appended;
  };
  const changes: Store["conversations"]["changes"] = async (...range) => {
    const page = await store.conversations.changes(...range);
    for (const change of page.changes)
      if (!change.reset)
        change.entries = change.entries.filter(({ seq }) => said.has(\`\${change.conversation_id} \${seq}\`));
    return page;
  };
  const replayed = { ...store, epoch: () => store.epoch(), conversations: { ...store.conversations, changes } };
  const catchUp = new CatchUp(replayed, secret, overrides.pull_entries_max);`,
      },
    ],
    caught_by: { "tests/scenarios/nodes.test.ts": ["D9 after a lost doorbell"] },
  },
  {
    id: "M15a",
    rule: "D5",
    breaks: "the embedded store goes on reading the history as it was before a merge",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/entry-log.ts",
        text: "    this.#history.renew();\n",
        instead: "",
      },
      {
        file: "packages/server/src/store/sqlite/log/compactor.ts",
        text: "    history.renew(); // no read is in the way of the history's log starting anew\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/log/compactor.test.ts": ["ES3"] },
  },
  {
    id: "M15b",
    rule: "D5",
    breaks: "a node reads for sync from a copy that lags",
    edits: [
      {
        file: POSTGRES_CHANGES,
        text: "/** Gives each conversation its share",
        instead: `const COPY = new WeakMap<Database, Map<string, { at: number; heads: Promise<Head[]> }>>();

function lagging(database: Database, asked: string, read: () => Promise<Head[]>): Promise<Head[]> {
  const copy = COPY.get(database) ?? new Map<string, { at: number; heads: Promise<Head[]> }>();
  COPY.set(database, copy);
  const known = copy.get(asked);
  if (known && performance.now() - known.at < 100) return known.heads;
  const heads = read();
  copy.set(asked, { at: performance.now(), heads });
  return heads;
}

/** Gives each conversation its share`,
      },
      {
        file: POSTGRES_CHANGES,
        text: "const heads = await readHeads(transaction, reader, known, positions);",
        instead:
          "const heads = await lagging(database, JSON.stringify([reader, known, [...positions]]), () => readHeads(transaction, reader, known, positions));",
      },
    ],
    caught_by: { "packages/server/src/store/postgres/several-nodes.test.ts": ["D5"] },
  },
  {
    id: "M63",
    rule: "D7",
    breaks: "a pull reads the list of conversations before the log that names them",
    edits: [
      {
        file: CATCH_UP,
        text: "    const log = await this.#accountLog(account_id, had.account_position);\n    const listed = await accounts.listed(account_id);\n",
        instead:
          "    const listed = await accounts.listed(account_id);\n    const log = await this.#accountLog(account_id, had.account_position);\n",
      },
    ],
    caught_by: { "packages/server/src/conversation/catch-up.test.ts": ["D7 a conversation that is listed"] },
  },
  {
    id: "M33",
    rule: "D8",
    breaks: "the app tells of an entry each time that it arrives",
    edits: [
      {
        file: "packages/client/src/notifier.ts",
        text: "if (last > before) await this.#cache.write([putMeta(key, last)]);",
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/client-devices.test.ts": ["TB1: tabs share one device"] },
  },
];
