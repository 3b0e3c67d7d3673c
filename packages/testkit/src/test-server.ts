import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Overrides, type Server } from "@feiliao/server";
import { type Config, readConfig } from "@feiliao/server/platform/config";
import { silentLogger } from "@feiliao/server/platform/logger";

export interface TestServer {
  readonly url: string;
  readonly server: Server;
  readonly data_folder: string;
  /** Stops the server and starts it again on the same data and port. `meanwhile` runs while it is stopped. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** A real server in this process, on a free port, with a fresh folder of its own. */
export async function startTestServer(
  settings: Partial<Config> = {},
  overrides: Overrides = {},
): Promise<TestServer> {
  const data_folder = mkdtempSync(join(tmpdir(), "feiliao-test-"));
  const config = { ...readConfig({}), port: 0, frames_per_s_max: 100_000, data_folder, ...settings };
  const all: Overrides = { logger: silentLogger, ...overrides };
  let server = await createServer(config, all);
  const { port } = server;
  return {
    url: `http://127.0.0.1:${port}`,
    data_folder,
    get server() {
      return server;
    },
    async restart(meanwhile) {
      await server.close();
      await meanwhile?.();
      server = await createServer({ ...config, port }, all);
    },
    async close() {
      await server.close();
      rmSync(data_folder, { recursive: true, force: true });
    },
  };
}
