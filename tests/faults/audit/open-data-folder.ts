import { Database } from "bun:sqlite";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { fileBlobs } from "@feiliao/server/blobs/files";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { FinalState } from "./final-log.ts";
import type { Finding } from "./finding.ts";
import { type Readable, readFinalState } from "./read-final-state.ts";

/** Reads what the embedded store in a data folder holds, as the product opens it. No server may run on it. */
export async function readDataFolder(
  folder: string,
  conversations: readonly Readable[],
  files: readonly BlobId[] = [],
): Promise<FinalState> {
  const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
  const blobs = fileBlobs(join(folder, "blobs"));
  try {
    return await readFinalState({ store, blobs }, conversations, files);
  } finally {
    await blobs.close();
    await store.close();
  }
}

/** What SQLite itself finds wrong with the files of a data folder. */
export function integrityOf(folder: string): Finding[] {
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
