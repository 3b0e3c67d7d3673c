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

  /** How the process that runs now ended, once it has: by a signal, or by itself (null). */
  get exited(): Promise<string | null> {
    return this.#process.exited;
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** SIGTERM, and waits for the end. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** Starts it again, as it was started first unless other options are given. */
  async start(options = this.#options): Promise<void> {
    const began = performance.now();
    this.#process = await startServerProcess(this.folder, this.port, options);
    this.starts_ms.push(performance.now() - began);
  }
}
