import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerWebSocket } from "bun";
import { build } from "vite";

/** The app's policy: no inline script, no blob worker, WebAssembly allowed. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' ws:; " +
  "media-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src data:";

export interface Site {
  /** Of the page; `?without_webcodecs` makes it use libopus. */
  url: string;
  /** Where the page was built. */
  folder: string;
  /** The next request for a file with this in its name is refused. */
  refuseOnce(name: string): void;
  /** Lets the relay hold frames back and deliver them in bursts, or not (0). */
  deliverEvery(burst_ms: number): void;
  close(): Promise<void>;
}

/** Builds the test page and serves it beside a relay that sends every speaker's frames to every listener. */
export async function openSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "feiliao-voice-"));
  const page = join(import.meta.dirname, "page");
  await build({ configFile: join(page, "vite.config.ts"), build: { outDir: folder } });
  const relay = new Relay();
  let refused: string | null = null;
  const server = Bun.serve<{ role: string }>({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request, server) {
      const { pathname } = new URL(request.url);
      if (server.upgrade(request, { data: { role: pathname.slice(1) } })) return undefined;
      if (refused !== null && pathname.includes(refused)) {
        refused = null;
        return new Response("refused by the test", { status: 503 });
      }
      return serveFile(join(folder, pathname === "/" ? "index.html" : pathname));
    },
    websocket: {
      open: (socket) => relay.join(socket),
      message: (_, frame) => relay.send(frame as Buffer),
      close: (socket) => relay.leave(socket),
    },
  });
  return {
    url: server.url.href,
    folder,
    refuseOnce: (name) => {
      refused = name;
    },
    deliverEvery: (burst_ms) => relay.deliverEvery(burst_ms),
    async close() {
      relay.deliverEvery(0);
      await server.stop(true);
      await rm(folder, { recursive: true });
    },
  };
}

async function serveFile(path: string): Promise<Response> {
  const file = Bun.file(path);
  if (!(await file.exists())) return new Response("not found", { status: 404 });
  return new Response(file, { headers: { "Content-Security-Policy": CONTENT_SECURITY_POLICY } });
}

type Line = ServerWebSocket<{ role: string }>;

class Relay {
  readonly #listeners = new Set<Line>();
  #held: Buffer[] = [];
  #burst: ReturnType<typeof setInterval> | undefined;

  join(line: Line): void {
    if (line.data.role === "listener") this.#listeners.add(line);
  }

  leave(line: Line): void {
    this.#listeners.delete(line);
  }

  send(frame: Buffer): void {
    this.#held.push(Buffer.from(frame));
    if (!this.#burst) this.#deliver();
  }

  deliverEvery(burst_ms: number): void {
    clearInterval(this.#burst);
    this.#burst = burst_ms > 0 ? setInterval(() => this.#deliver(), burst_ms) : undefined;
    this.#deliver();
  }

  #deliver(): void {
    for (const frame of this.#held.splice(0)) for (const listener of this.#listeners) listener.send(frame);
  }
}
