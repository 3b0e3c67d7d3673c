import type { Clock } from "../platform/clock.ts";
import { withSetting } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { sqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";

interface Parts {
  /** The file of the embedded store. */
  path: string;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/** The store of FEILIAO_DATABASE. @throws {SettingError} */
export async function openStore(setting: string | null, parts: Parts): Promise<Store> {
  const { path, logger, ...options } = parts;
  if (setting === null) return sqliteStore(path, logger, options);
  const { postgresStore } = await import("./postgres/postgres-store.ts");
  return withSetting("FEILIAO_DATABASE", () => postgresStore(setting, logger, { clock: parts.clock }));
}
