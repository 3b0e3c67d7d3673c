import { MEDIA_BYTES_MAX } from "@feiliao/protocol";
import { renderCss, renderHtml } from "@feiliao/protocol/document";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { TEXT_FRAME_BYTES_MAX } from "@feiliao/protocol/up";
import type { Receivers } from "../delivery/receivers.ts";
import type { RequestHandler } from "../links/sms/simulator/index.ts";
import type { Config } from "../platform/config.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import { isLoopback } from "../platform/loopback.ts";
import { errorResponse, type HttpGateway } from "./http.ts";
import { isAllowedOrigin } from "./origin.ts";
import { peerAddress } from "./peer.ts";
import { PAGE_HEADERS } from "./security-headers.ts";
import { SEND_QUEUE_BYTES_MAX } from "./session.ts";
import type { SocketGateway, SocketState } from "./socket.ts";
import type { StaticFiles } from "./static-files.ts";

interface Parts {
  config: Config;
  http: HttpGateway;
  sockets: SocketGateway;
  receivers: Receivers;
  files: StaticFiles;
  /** The carrier simulator's routes, while it is on. */
  phones: RequestHandler | null;
  logger: Logger;
}

/** Seconds of silence after which a socket is taken for dead; pings go out before that. */
const SOCKET_IDLE_S = 40;
/** Clients come back spread over this long after a restart. */
const RECONNECT_SPREAD_S = 10;
const DRAIN_MS = 200;

/** The network side: one listener for the app, the operations, the socket and the documents. */
export function listen(parts: Parts): { port: number; close(): Promise<void> } {
  const { config, sockets, receivers, logger } = parts;
  let sockets_opened = 0;
  let sockets_open = 0;

  const server = Bun.serve<SocketState>({
    port: config.port,
    hostname: config.host,
    maxRequestBodySize: MEDIA_BYTES_MAX + TEXT_FRAME_BYTES_MAX,
    idleTimeout: 60,
    async fetch(request, bun) {
      const socket_address = bun.requestIP(request)?.address ?? "";
      const ip = budgetAddress(parts, request, socket_address);
      const path = new URL(request.url).pathname;
      if (path === "/v1/socket") {
        const refusal = refuseSocket(request, config, sockets_open);
        if (refusal) return errorResponse(refusal);
        const state: SocketState = {
          id: String(++sockets_opened),
          ip,
          session: null,
          limit: null,
          work: null,
        };
        if (bun.upgrade(request, { data: state })) return undefined;
        return errorResponse(new FeiliaoError("bad_request", {}, "a WebSocket upgrade is expected"));
      }
      return respond(parts, request, path, ip, socket_address);
    },
    error(failure) {
      logger.error("a request failed", { error: describeFailure(failure) });
      return errorResponse(new FeiliaoError("internal"));
    },
    websocket: {
      maxPayloadLength: TEXT_FRAME_BYTES_MAX,
      idleTimeout: SOCKET_IDLE_S,
      sendPings: true,
      perMessageDeflate: false,
      backpressureLimit: 16 * SEND_QUEUE_BYTES_MAX,
      closeOnBackpressureLimit: true,
      open(socket) {
        sockets_open++;
        sockets.opened(socket.data, socket);
      },
      message(socket, message) {
        if (typeof message === "string") sockets.onText(socket.data, socket, message);
        else sockets.onBinary(socket.data, socket, message);
      },
      drain(socket) {
        socket.data.session?.drained();
      },
      close(socket) {
        sockets_open--;
        sockets.closed(socket.data);
      },
    },
  });

  return {
    port: server.port!,
    async close() {
      for (const receiver of [...receivers.all()]) {
        const retry_after_s = Math.ceil((receivers.count / SOCKETS_FOR_FULL_SPREAD) * RECONNECT_SPREAD_S);
        receiver.goodbye({
          reason: "shutdown",
          retry: true,
          retry_after_s: Math.min(retry_after_s, RECONNECT_SPREAD_S),
        });
      }
      await Promise.race([server.stop(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS))]);
      await server.stop(true);
    },
  };
}

const SOCKETS_FOR_FULL_SPREAD = 2_000;

async function respond(
  parts: Parts,
  request: Request,
  path: string,
  ip: string | null,
  socket_address: string,
): Promise<Response> {
  if (path === "/healthz") return Response.json({ ok: true });
  if (path.startsWith("/v1/")) return parts.http.respond(request, path, ip);
  if (path === "/phones" || path.startsWith("/phones/")) {
    const answer = parts.phones ? await parts.phones(request, socket_address) : notFound();
    if (answer) return answer;
    return (await parts.files.respond(request, "/phones.html")) ?? notFound();
  }
  if (path === "/phones.html") return notFound(); // only through the guard above
  if (path === "/docs") return document(renderHtml(), "text/html; charset=utf-8");
  if (path === "/docs.css") return document(renderCss(), "text/css; charset=utf-8");
  return (await parts.files.respond(request, path)) ?? notFound();
}

/** Null when no budget per address applies: this machine alone, with a carrier in a box that costs nothing. */
function budgetAddress({ config, phones }: Parts, request: Request, socket_address: string): string | null {
  const address = peerAddress(request, socket_address, config.proxy_hops);
  return phones && isLoopback(address) ? null : address;
}

function refuseSocket(request: Request, config: Config, sockets_open: number): FeiliaoError | null {
  const own = config.public_url ? [new URL(config.public_url).origin] : [];
  if (!isAllowedOrigin(request, [...own, ...config.origins])) return new FeiliaoError("unauthorized");
  if (sockets_open >= config.sockets_max)
    return new FeiliaoError("overloaded", { retry_after_s: RECONNECT_SPREAD_S });
  return null;
}

function document(body: string, type: string): Response {
  return new Response(body, {
    headers: { ...PAGE_HEADERS, "content-type": type, "cache-control": "no-cache" },
  });
}

function notFound(): Response {
  return errorResponse(new FeiliaoError("not_found"));
}
