import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "@feiliao/server";
import { readConfig } from "@feiliao/server/platform/config";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";

// The server with a stage so small that it is merged into the history all the time, as a program of its own: what
// happens once in 65,536 messages happens once in a few.
const config = readConfig(process.env);
mkdirSync(config.data_folder, { recursive: true });
const path = join(config.data_folder, "feiliao.sqlite");
const store = sqliteStore(path, silentLogger, { limits: { merge_rows: 10 } });
const server = await createServer(config, { store, logger: silentLogger });
console.log(`Feiliao is ready: ${server.url}`);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
