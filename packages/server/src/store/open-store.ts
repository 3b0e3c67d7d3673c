import type { Clock } from "../platform/clock.ts";
import { withSetting } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { sqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";

interface Parts {
  /** Of the embedded database. */
  path: string;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/** The store of FEILIAO_DATABASE: the embedded one, or PostgreSQL's. @throws {SettingError} */
export async function openStore(setting: string | null, parts: Parts): Promise<Store> {
  const { path, clock, random, logger } = parts;
  if (setting === null) return sqliteStore(path, logger, { clock, random });
  return withSetting("FEILIAO_DATABASE", async () => {
    const { postgresStore } = await import("./postgres/postgres-store.ts");
    return postgresStore(setting, logger, { clock, random });
  });
}
