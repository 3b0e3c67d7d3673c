import { join } from "node:path";

const MAIN = join(import.meta.dir, "../../server/src/main.ts");

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** kill -9: nothing in the process gets to run any more. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<void>;
}

/** The real server as a process of its own, ready to serve. */
export async function startServerProcess(data_folder: string, port: number): Promise<ServerProcess> {
  const child = Bun.spawn([process.execPath, MAIN], {
    env: {
      ...process.env,
      PORT: String(port),
      FEILIAO_DATA: data_folder,
      FEILIAO_FRAMES_PER_S_MAX: "1000000",
    },
    stdout: "pipe",
    stderr: "ignore",
  });
  const url = await readyUrl(child.stdout);
  return {
    url: url.replace("localhost", "127.0.0.1"),
    pid: child.pid,
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

async function readyUrl(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of output) {
    text += new TextDecoder().decode(part);
    const ready = text.match(/Feiliao is ready: (\S+)/);
    if (ready) return ready[1]!;
  }
  throw new Error(`the server ended before it was ready: ${text}`);
}
