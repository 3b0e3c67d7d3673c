import type { Mutant } from "../mutant.ts";

const CHANGE_RULES = "packages/server/src/store/change-rules.ts";
const SQLITE_STORE = "packages/server/src/store/sqlite/sqlite-store.test.ts";

/** What a device has seen and the log does not hold, and what was never given to it (D10). */
export const EPOCHS: readonly Mutant[] = [
  {
    id: "M29",
    rule: "D10",
    breaks: "the chain of a position is not compared with the log's",
    edits: [
      {
        file: CHANGE_RULES,
        text: "return had.chain !== (had.seq === 0 ? CHAIN_START : chain_at);",
        instead: "return chain_at === null && had.seq !== 0;",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["D10 a position that the log"] },
  },
  {
    id: "M30a",
    rule: "D10",
    breaks: "the epoch of a position is not compared with the log's",
    edits: [
      {
        file: CHANGE_RULES,
        text: "if (had.epoch !== head.epoch || had.seq !== head.last_seq) return true;",
        instead: "if (had.seq !== head.last_seq) return true;",
      },
      {
        file: CHANGE_RULES,
        text: "if (had.epoch !== head.epoch || had.seq > head.last_seq || had.revision > head.revision) return true;",
        instead: "if (had.seq > head.last_seq || had.revision > head.revision) return true;",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["D10 a position that the log"] },
  },
  {
    id: "M30b",
    rule: "D10",
    breaks: "a token of another epoch goes on in this one",
    edits: [
      {
        file: "packages/server/src/conversation/catch-up.ts",
        text: "    if (had !== NOTHING && had.epoch !== epoch) return this.#since(account_id, NOTHING, NO_BASE);\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/conversation/catch-up.test.ts": ["D10"] },
  },
  {
    id: "M30c",
    rule: "SY3",
    breaks: "the app joins entries of another epoch to its log",
    edits: [
      {
        file: "packages/client/src/sync/apply.ts",
        text: "const known = record.epoch === change.epoch && (mayLag || log.end <= change.last_seq);",
        instead: "const known = mayLag || log.end <= change.last_seq;",
      },
    ],
    caught_by: { "packages/client/src/sync/sync.test.ts": ["SY3"] },
  },
  {
    id: "M30d",
    rule: "D10",
    breaks: "a restore does not begin a new epoch",
    edits: [
      {
        file: "packages/cli/src/backup/embedded-restore.ts",
        text: "let epoch = await store.bumpEpoch();\n    while (epoch <= former) epoch = await store.bumpEpoch();",
        instead: "const epoch = store.epoch() + 0 * former;",
      },
    ],
    caught_by: { "tests/scenarios/backup/restore.test.ts": ["D10 after a restore"] },
  },
  {
    id: "M31",
    rule: "D10",
    breaks: "a token ahead of the log is taken for one at its end",
    edits: [
      {
        file: CHANGE_RULES,
        text: "had.seq > head.last_seq || had.revision > head.revision) return true;",
        instead: "had.revision > head.revision) return true;\n  if (had.seq > head.last_seq) return false;",
      },
    ],
    caught_by: { [SQLITE_STORE]: ["D10 a position that the log"] },
  },
  {
    id: "M32",
    rule: "D7",
    breaks: "a token that this server did not seal is believed",
    edits: [
      {
        file: "packages/server/src/conversation/sync-token.ts",
        text: 'return known ? Buffer.from(text, "base64url") : null;',
        instead: 'return known || text.length > 8 ? Buffer.from(text, "base64url") : null;',
      },
    ],
    caught_by: { "tests/scenarios/conversation.test.ts": ["CV13"] },
  },
];
