import { join } from "node:path";

const LOG_TAIL_CHARACTERS = 2_000;
const MAIN = join(import.meta.dir, "../../server/src/main.ts");

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** How the process ended, once it has: by a signal, or by itself (null). */
  readonly exited: Promise<string | null>;
  /** kill -9: nothing in the process gets to run any more. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  /** A command that runs the server's command, as in ["strace", "-D"]. It must become it, or pass signals on. */
  wrapper?: readonly string[];
  /** The program, when it is not the server's own. It must say when it is ready as that does. */
  main?: string;
  /** A module that the runtime loads before the server. */
  preload?: string;
  environment?: Record<string, string>;
}

/** The real server as a process of its own, ready to serve. Rejects when it ends before that. */
export async function startServerProcess(
  data_folder: string,
  port: number,
  { wrapper = [], main = MAIN, preload, environment = {} }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const preloaded = preload ? ["--preload", preload] : [];
  const child = Bun.spawn([...wrapper, process.execPath, ...preloaded, main], {
    env: {
      ...process.env,
      PORT: String(port),
      FEILIAO_DATA: data_folder,
      FEILIAO_FRAMES_PER_S_MAX: "1000000",
      ...environment,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const log = keepTail(child.stderr);
  const url = await readyUrl(child.stdout);
  if (url === null) throw new Error(`the server ended before it was ready: ${await log}`);
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    await child.exited;
  };
  return {
    url: url.replace("localhost", "127.0.0.1"),
    pid: child.pid,
    exited: child.exited.then(() => (child.signalCode === null ? null : String(child.signalCode))),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** Null when the output ends before. */
async function readyUrl(output: ReadableStream<Uint8Array>): Promise<string | null> {
  let text = "";
  for await (const part of output) {
    text += new TextDecoder().decode(part);
    const ready = text.match(/Feiliao is ready: (\S+)/);
    if (ready) return ready[1]!;
  }
  return null;
}

/** Reads all there is, so that nobody waits for a reader, and resolves with the end of it. */
async function keepTail(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of output) {
    text = (text + new TextDecoder().decode(part)).slice(-LOG_TAIL_CHARACTERS);
  }
  return text;
}
