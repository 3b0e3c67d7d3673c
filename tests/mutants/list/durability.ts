import type { Mutant } from "../mutant.ts";

/** What is acknowledged is on disk (D1, D12, D19). */
export const DURABILITY: readonly Mutant[] = [
  {
    id: "M1a",
    rule: "D1",
    breaks: "the embedded store acknowledges a write before its commit",
    edits: [
      {
        file: "packages/server/src/store/sqlite/writer.ts",
        text: "this.#transaction.begin.run();",
        instead: "if (!this.#database.inTransaction) this.#transaction.begin.run();",
      },
      {
        file: "packages/server/src/store/sqlite/writer.ts",
        text: "this.#transaction.commit.run();",
        instead:
          "setTimeout(() => { try { if (this.#database.inTransaction) this.#transaction.commit.run(); } catch {} }, 5);",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": [
        "what was acknowledged is there after closing",
      ],
    },
  },
  {
    id: "M1b",
    rule: "D1",
    breaks: "the PostgreSQL store acknowledges a write before its commit",
    edits: [
      {
        file: "packages/server/src/store/postgres/batch-commit.ts",
        text: "    return database.transaction(async (transaction) => {\n",
        instead:
          "    const early = Promise.withResolvers<Outcome[]>();\n    database.transaction(async (transaction) => {\n",
      },
      {
        file: "packages/server/src/store/postgres/batch-commit.ts",
        text: "      return outcomes;\n    });",
        instead:
          "      early.resolve(outcomes);\n      return outcomes;\n    }).catch(early.reject);\n    return early.promise;",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/several-nodes.test.ts": ["D5 what one has acknowledged"],
      "packages/server/src/store/postgres/outages.test.ts": ["D1 an append is acknowledged only"],
    },
  },
  {
    id: "M2a",
    rule: "D1",
    breaks: "SQLite runs with synchronous = NORMAL",
    edits: [
      {
        file: "packages/server/src/store/sqlite/open-database.ts",
        text: "synchronous: 2,",
        instead: "synchronous: 1,",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["ES1 a commit is on disk"],
    },
  },
  {
    id: "M2b",
    rule: "D1",
    breaks: "a PostgreSQL with synchronous_commit = off is taken",
    edits: [
      {
        file: "packages/server/src/store/postgres/durability.ts",
        text: 'allowed: ["on", "remote_apply"]',
        instead: 'allowed: ["on", "remote_apply", "off"]',
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/opening.test.ts": ["synchronous_commit"],
    },
  },
  {
    id: "M19a",
    rule: "D12",
    breaks: "the bytes of a file are not synced before it is acknowledged",
    edits: [
      {
        file: "packages/server/src/blobs/files.ts",
        text: "            await file.sync();\n",
        instead: "",
      },
    ],
    caught_by: { "tests/faults/powerloss/store-blobs.test.ts": ["D12"] },
  },
  {
    id: "M19b",
    rule: "D12",
    breaks: "the folder that names a file is not synced before the file is acknowledged",
    edits: [
      {
        file: "packages/server/src/blobs/files.ts",
        text: "await syncFolder(dirname(target));\n    await syncFolder(folder);",
        instead: "",
      },
    ],
    caught_by: { "tests/faults/powerloss/store-blobs.test.ts": ["D12"] },
  },
  {
    id: "M19c",
    rule: "D12",
    breaks: "an account may show a file before its bytes are there and match their hash",
    edits: [
      {
        file: "packages/server/src/media/uploads.ts",
        text: "const blob_id = await this.#blobs.seal(upload_id, sha256);",
        instead:
          'await this.#media.grant(account_id, ("blb_" + sha256) as BlobId, size);\n    const blob_id = await this.#blobs.seal(upload_id, sha256);',
      },
    ],
    caught_by: { "tests/scenarios/media.test.ts": ["GW8"] },
  },
  {
    id: "M22a",
    rule: "D19",
    breaks: "a commit that a full disk refused is acknowledged",
    edits: [
      {
        file: "packages/server/src/store/sqlite/writer.ts",
        text: "    } catch (failure) {\n      this.#afterCommit.length = 0;",
        instead:
          "    } catch (failure) {\n      if (this.#rollBack()) return jobs.map(() => ({ value: undefined }));\n      this.#afterCommit.length = 0;",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["ES11"],
    },
  },
  {
    id: "M22b",
    rule: "D19",
    breaks: "after an I/O error the embedded store goes on writing to the same file",
    edits: [
      {
        file: "packages/server/src/store/sqlite/writer.ts",
        text: "/^SQLITE_(IOERR|CORRUPT|NOTADB)/",
        instead: "/^SQLITE_NOTADB/",
      },
    ],
    caught_by: {
      "packages/server/src/store/sqlite/sqlite-store.test.ts": ["ES11"],
    },
  },
  {
    id: "M22c",
    rule: "D19",
    breaks: "bytes of a file that a full disk refused are acknowledged",
    edits: [
      {
        file: "packages/server/src/blobs/files.ts",
        text: "            await writeAt(file, offset, bytes);",
        instead: "            await writeAt(file, offset, bytes).catch(() => {});",
      },
    ],
    caught_by: { "packages/server/src/blobs/files.test.ts": ["full disk did not take"] },
  },
  {
    id: "M22d",
    rule: "D19",
    breaks: "the answer to a COMMIT that PostgreSQL turned into a rollback is not looked at",
    edits: [
      {
        file: "packages/server/src/store/postgres/database.ts",
        text: 'if (command !== "COMMIT")',
        instead: 'if (command === "")',
      },
      {
        file: "packages/server/src/store/postgres/transaction.ts",
        text: "await Promise.all(this.#writes);",
        instead: "await Promise.allSettled(this.#writes);",
      },
    ],
    caught_by: {
      "packages/server/src/store/postgres/several-nodes.test.ts": [
        "D2 a key that comes again under the next",
      ],
    },
  },
];
