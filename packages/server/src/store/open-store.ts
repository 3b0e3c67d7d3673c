import { SettingError } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import { sqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";

/** The store of FEILIAO_DATABASE; `path` is that of the embedded one. @throws {SettingError} */
export async function openStore(setting: string | null, path: string, logger: Logger): Promise<Store> {
  if (setting === null) return sqliteStore(path, logger);
  throw new SettingError("FEILIAO_DATABASE must be empty: this build has the embedded database only");
}
