import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Outside } from "../outside.ts";

/** A web server on this machine that counts who asked for what. */
export interface Site {
  readonly port: number;
  readonly requests: { path: string; headers: IncomingMessage["headers"] }[];
  url(path: string, host?: string): string;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export async function startSite(answer: Answer): Promise<Site> {
  const requests: Site["requests"] = [];
  const server: Server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    url: (path, host = "site.example") => `http://${host}:${port}${path}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function page(response: ServerResponse, html: string, type = "text/html; charset=utf-8"): void {
  response.writeHead(200, { "content-type": type });
  response.end(html);
}

/** An internet in which every name is this machine, and only one address and some ports of it can be reached. */
export function loopbackOnly(ports: readonly number[], resolve = async () => ["127.0.0.1"]): Outside {
  return { resolve, mayReach: (address, port) => address === "127.0.0.1" && ports.includes(port) };
}
