import type { Clock } from "../platform/clock.ts";
import { withSetting } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { SearchIndex } from "./search-index.ts";
import { sqliteIndex } from "./sqlite/sqlite-index.ts";

interface Parts {
  /** Of the index beside the embedded database. */
  path: string;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/** The index that belongs to the store of FEILIAO_DATABASE. @throws {SettingError} */
export async function openIndex(setting: string | null, { path, ...parts }: Parts): Promise<SearchIndex> {
  if (setting === null) return sqliteIndex(path);
  return withSetting("FEILIAO_DATABASE", async () => {
    const { postgresIndex } = await import("./postgres/postgres-index.ts");
    return postgresIndex(setting, parts);
  });
}
