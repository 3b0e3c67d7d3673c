import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@feiliao/server/platform/clock";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { systemRandom } from "@feiliao/server/platform/random";
import { openStore } from "@feiliao/server/store/open-store";
import type { Store } from "@feiliao/server/store/store";
import { UsageError } from "../usage.ts";

/** Opens what a server remembers, which must be there, and closes it again. */
export async function onStore<T>(data_folder: string, act: (store: Store) => Promise<T>): Promise<T> {
  const database = process.env.FEILIAO_DATABASE || null;
  const path = join(data_folder, "feiliao.sqlite");
  if (!database && !existsSync(path)) throw new UsageError(`there is no server's data in ${data_folder}`);
  const clock = systemClock;
  const store = await openStore(database, { path, clock, random: systemRandom, logger: jsonLogger(clock) });
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}
