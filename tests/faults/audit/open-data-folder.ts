import { Database } from "bun:sqlite";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileBlobs } from "@feiliao/server/blobs/files";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { Source } from "./audit-run.ts";
import type { Finding } from "./finding.ts";
import { readFinalState } from "./read-final-state.ts";

/** What the embedded store in a data folder holds, as the product opens it. No server may run on it. */
export function dataFolder(folder: string): Source {
  return async (conversations, files) => {
    const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
    const blobs = fileBlobs(join(folder, "blobs"));
    const state = await readFinalState({ store, blobs }, conversations, files).finally(async () => {
      await blobs.close();
      await store.close();
    });
    return { state, damage: integrityOf(folder) };
  };
}

/** What SQLite itself finds wrong with the files of a data folder. */
function integrityOf(folder: string): Finding[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sqlite"));
  return files.flatMap((name) => {
    const database = new Database(join(folder, name)); // which may have to recover it first
    const rows = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").all();
    database.close();
    const [verdict] = rows.map((row) => row.integrity_check);
    const found: Finding = { rule: "storage", kind: "file damaged", detail: `${name}: ${verdict}` };
    return verdict === "ok" ? [] : [found];
  });
}
