import type { Challenge } from "@feiliao/protocol";
import type { ClientOptions, Clock } from "./types.ts";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** What the client uses of the place it runs in. */
export interface Platform {
  fetch: Fetch;
  webSocket(): Promise<typeof WebSocket>;
  clock: Clock;
  randomBytes(length: number): Uint8Array;
  sha256(file: Blob): Promise<Uint8Array>;
  solve(challenge: Challenge): Promise<string>;
}

export function platformOf(options: ClientOptions): Platform {
  return {
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    webSocket: async () => options.webSocket ?? (await defaultWebSocket()),
    clock: options.clock ?? systemClock,
    randomBytes: options.randomBytes ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
    sha256: options.sha256 ?? wholeDigest,
    solve: options.solve ?? solveHere,
  };
}

async function wholeDigest(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
}

async function solveHere(challenge: Challenge): Promise<string> {
  return (await import("./proof-of-work/solve.ts")).solve(challenge);
}

/** Node 20 has no global WebSocket; the import is dynamic so that browser bundles keep `ws` out of their entry. */
async function defaultWebSocket(): Promise<typeof WebSocket> {
  if (typeof WebSocket !== "undefined") return WebSocket;
  const { WebSocket: fromPackage } = await import("ws");
  return fromPackage as unknown as typeof WebSocket;
}

const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (action, delay_ms) => setTimeout(action, delay_ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
