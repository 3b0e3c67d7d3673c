import { silentLogger } from "@feiliao/server/platform/logger";
import { postgresStore } from "@feiliao/server/store/postgres/postgres-store";
import type { Source } from "./audit-run.ts";
import { readFinalState } from "./read-final-state.ts";

/** What a PostgreSQL database holds, as the product opens it. It holds no files. */
export function database(url: string): Source {
  return async (conversations) => {
    const store = await postgresStore(url, silentLogger);
    const noFiles = { get: async () => null };
    const reading = readFinalState({ store, blobs: noFiles }, conversations);
    return { state: await reading.finally(() => store.close()), damage: [] };
  };
}
