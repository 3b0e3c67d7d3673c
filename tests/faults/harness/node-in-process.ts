import { createServer, type Overrides, type Server } from "@feiliao/server";
import { readConfig } from "@feiliao/server/platform/config";
import { silentLogger } from "@feiliao/server/platform/logger";

/** A server in this process on a data folder, for faults that need its clock in their hands. */
export class NodeInProcess {
  readonly #folder: string;
  readonly #overrides: Overrides;
  #server: Server;

  private constructor(folder: string, overrides: Overrides, server: Server) {
    this.#folder = folder;
    this.#overrides = overrides;
    this.#server = server;
  }

  static async start(folder: string, overrides: Overrides = {}): Promise<NodeInProcess> {
    const all = { logger: silentLogger, ...overrides };
    return new NodeInProcess(folder, all, await createServer(configOf(folder, 0), all));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** Stops and starts again on the same port. */
  async restart(): Promise<void> {
    const { port } = this.#server;
    await this.#server.close();
    this.#server = await createServer(configOf(this.#folder, port), this.#overrides);
  }

  stop(): Promise<void> {
    return this.#server.close();
  }
}

function configOf(data_folder: string, port: number) {
  return { ...readConfig({}), data_folder, port, frames_per_s_max: 1_000_000 };
}
