import { type ServerProcess, type ServerProcessOptions, startServerProcess } from "@feiliao/testkit";

/** One server process that is killed, stopped and started again on the same data and the same port. */
export class NodeUnderTest {
  readonly folder: string;
  readonly port: number;
  /** How long each start took until the server served, in milliseconds. */
  readonly starts_ms: number[] = [];
  #process: ServerProcess;
  readonly #options: ServerProcessOptions;

  private constructor(folder: string, process: ServerProcess, options: ServerProcessOptions) {
    this.folder = folder;
    this.#process = process;
    this.port = Number(new URL(process.url).port);
    this.#options = options;
  }

  static async start(folder: string, options: ServerProcessOptions = {}): Promise<NodeUnderTest> {
    return new NodeUnderTest(folder, await startServerProcess(folder, 0, options), options);
  }

  get url(): string {
    return this.#process.url;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** SIGTERM, and waits for the end. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  async start(): Promise<void> {
    const began = performance.now();
    this.#process = await startServerProcess(this.folder, this.port, this.#options);
    this.starts_ms.push(performance.now() - began);
  }
}
