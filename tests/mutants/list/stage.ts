import type { Mutant } from "../mutant.ts";

const ENTRY_LOG = "packages/server/src/store/sqlite/log/entry-log.ts";
const ENTRY_LOG_TEST = "packages/server/src/store/sqlite/log/entry-log.test.ts";
const COMPACTOR_TEST = "packages/server/src/store/sqlite/log/compactor.test.ts";
const STORAGE_TEST = "packages/server/src/store/sqlite/storage.test.ts";

/** The stage of the embedded store and its history (ES1–ES11, D20). */
export const STAGE: readonly Mutant[] = [
  {
    id: "M48",
    rule: "ES2",
    breaks: "an entry leaves the stage before the history holds it",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/compactor.ts",
        text: "    await merger.merge(table);\n    log.merged();\n    await writer.write(() => stage.empty(table));\n",
        instead:
          "    const rows = [...stage.rows(table)];\n    await writer.write(() => stage.empty(table));\n    await merger.merge(table);\n    if (rows.length > 0) log.merged();\n",
      },
    ],
    caught_by: { [COMPACTOR_TEST]: ["ES3 merges by a thread"] },
  },
  {
    id: "M50",
    rule: "ES2",
    breaks: "a merge that is repeated moves everything again",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/merge.ts",
        text: " WHERE position > ",
        instead: " WHERE 0 <= ",
      },
    ],
    caught_by: { [ENTRY_LOG_TEST]: ["ES2 ES3 D2"] },
  },
  {
    id: "M51",
    rule: "ES2",
    breaks: "a merge does not say how far it came",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/merge.ts",
        text: "merged_position = (SELECT max(position)",
        instead: "merged_position = merged_position + 0 * (SELECT max(position)",
      },
    ],
    caught_by: { [ENTRY_LOG_TEST]: ["ES2 ES3 D2"] },
  },
  {
    id: "M52",
    rule: "ES3",
    breaks: "a page of a log has what is staged and merged already twice",
    edits: [
      {
        file: ENTRY_LOG,
        text: "this.#history.between(conversation_no, seq, tail.first, limit);",
        instead: "this.#history.between(conversation_no, seq, SEQ_END, limit);",
      },
    ],
    caught_by: { [ENTRY_LOG_TEST]: ["ES3 a read between"] },
  },
  {
    id: "M53",
    rule: "D2",
    breaks: "a merged entry's key is not known any more",
    edits: [
      {
        file: ENTRY_LOG,
        text: " ?? this.#cover(key.conversation_no, this.#history.find(key));",
        instead: " ?? null;",
      },
    ],
    caught_by: { [ENTRY_LOG_TEST]: ["ES2 ES3 D2"] },
  },
  {
    id: "M54",
    rule: "D2",
    breaks: "keys that have moved on to the large index are not found",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/history.ts",
        text: "         UNION ALL SELECT seq FROM entry_key WHERE conversation_no = ?1 AND key_hash = ?2`,",
        instead: "`,",
      },
    ],
    caught_by: { [ENTRY_LOG_TEST]: ["ES2 ES3 D2"] },
  },
  {
    id: "M55a",
    rule: "ES11",
    breaks: "entries that a rollback undid stay in memory",
    edits: [
      {
        file: "packages/server/src/store/sqlite/sqlite-store.ts",
        text: "      log.rollback();\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["D3 D19 a write that fails"] },
  },
  {
    id: "M55b",
    rule: "ES13",
    breaks: "receipts that a rollback undid are written by a later commit",
    edits: [
      {
        file: "packages/server/src/store/sqlite/sqlite-store.ts",
        text: "      members.rollback();\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/member-rows.test.ts": ["ES13 D11"] },
  },
  {
    id: "M56",
    rule: "ES5",
    breaks: "a merge that falls behind refuses nothing",
    edits: [
      {
        file: ENTRY_LOG,
        text: 'if (this.#isBehind()) throw new FeiliaoError("overloaded", { retry_after_s: RETRY_AFTER_S });',
        instead: "",
      },
    ],
    caught_by: { [COMPACTOR_TEST]: ["ES5"] },
  },
  {
    id: "M64a",
    rule: "ES12",
    breaks: "a key is denied before the filter has all keys of the history",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/key-filter.ts",
        text: "    if (!this.#complete) return true;\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/log/key-filter-build.test.ts": ["ES12 a filter gets"] },
  },
  {
    id: "M64b",
    rule: "ES12",
    breaks: "the filter does not learn the keys that are appended",
    edits: [{ file: ENTRY_LOG, text: "this.#filter.add(key.key_hash);", instead: "" }],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["answers a repeated key as the first time"],
    },
  },
  {
    id: "M65",
    rule: "ES13",
    breaks: "receipts are acknowledged by a commit that does not hold them",
    edits: [
      {
        file: "packages/server/src/store/sqlite/sqlite-store.ts",
        text: "committing: () => members.flush(),",
        instead: "committing: () => {},",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/member-rows.test.ts": ["ES13 receipts of one member"] },
  },
  {
    id: "M57a",
    rule: "ES9",
    breaks: "a history that lacks what the live file has let go of is taken",
    edits: [
      {
        file: "packages/server/src/store/sqlite/storage.ts",
        text: "if (merged_position < stage.settled_position) {",
        instead: "if (merged_position < 0) {",
      },
    ],
    caught_by: { [STORAGE_TEST]: ["ES9 D19 a history"] },
  },
  {
    id: "M57b",
    rule: "ES9",
    breaks: "a live file that is older than its history is taken",
    edits: [
      {
        file: "packages/server/src/store/sqlite/storage.ts",
        text: "if (merged_position > stage.last_position) throw",
        instead: "if (merged_position < 0) throw",
      },
    ],
    caught_by: { [STORAGE_TEST]: ["ES9 D19 a live file"] },
  },
  {
    id: "M57c",
    rule: "ES9",
    breaks: "the history of another server is taken when it is far enough",
    edits: [
      {
        file: "packages/server/src/store/sqlite/storage.ts",
        text: "if (stage.history_seed !== key_seed) {",
        instead: "if (stage.history_seed === null) {",
      },
    ],
    caught_by: { [STORAGE_TEST]: ["ES9 D19 the history of another server"] },
  },
  {
    id: "M58",
    rule: "ES8",
    breaks: "two servers open one data folder",
    edits: [
      {
        file: "packages/server/src/store/sqlite/folder-lock.ts",
        text: 'lock.exec("BEGIN EXCLUSIVE");',
        instead: 'lock.exec("BEGIN");',
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["ES8"] },
  },
  {
    id: "M59",
    rule: "ES6",
    breaks: "a merge that failed is not tried again",
    edits: [
      {
        file: "packages/server/src/store/sqlite/log/compactor.ts",
        text: "const retry = clock.setTimeout(() => void this.#run(), delay_ms);",
        instead: "const retry = clock.setTimeout(() => {}, delay_ms);",
      },
    ],
    caught_by: { [COMPACTOR_TEST]: ["ES6 a merge that fails"] },
  },
];
