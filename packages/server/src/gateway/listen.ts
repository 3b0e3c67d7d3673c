import { MEDIA_BYTES_MAX } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { TEXT_FRAME_BYTES_MAX } from "@feiliao/protocol/up";
import type { Receivers } from "../delivery/receivers.ts";
import type { Config } from "../platform/config.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import { isLoopback } from "../platform/loopback.ts";
import type { Connection } from "./connection.ts";
import { RECONNECT_SPREAD_S_MAX, sayGoodbye } from "./goodbye.ts";
import { errorResponse } from "./http.ts";
import { isAllowedOrigin } from "./origin.ts";
import { peerAddress } from "./peer.ts";
import { type RequestSource, type RouterParts, route } from "./router.ts";
import { SEND_QUEUE_BYTES_MAX } from "./session.ts";
import type { SocketGateway } from "./socket.ts";

/** What a listener serves: sockets, requests, and who is told when it closes. */
export interface ListenerParts {
  config: Config;
  router: RouterParts;
  sockets: SocketGateway;
  receivers: Receivers;
  /** Origins besides the server's own that may use it. */
  origins: readonly string[];
  logger: Logger;
}

export interface Listener {
  readonly port: number;
  /** Tells sockets when to come back and stops. */
  close(): Promise<void>;
}

/** Seconds of silence after which a socket is taken for dead; pings go out before that. */
const SOCKET_IDLE_S = 40;
const DRAIN_MS = 200;

/** The network side: one listener for the app, the operations, the socket and the documents. */
export function listen(parts: ListenerParts): Listener {
  const { config, sockets, receivers, logger } = parts;

  const server = Bun.serve<Connection>({
    port: config.port,
    hostname: config.host,
    maxRequestBodySize: MEDIA_BYTES_MAX + TEXT_FRAME_BYTES_MAX,
    idleTimeout: 60,
    async fetch(request, bun) {
      const source = sourceOf(parts, request, bun.requestIP(request)?.address ?? "");
      const path = new URL(request.url).pathname;
      if (path !== "/v1/socket") return route(parts.router, request, path, source);
      const refusal = refuseSocket(parts, request, source.ip);
      if (refusal) return errorResponse(refusal);
      if (bun.upgrade(request, { data: sockets.connection(source.ip) })) return undefined;
      return errorResponse(new FeiliaoError("bad_request", {}, "a WebSocket upgrade is expected"));
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
      open: (socket) => sockets.opened(socket.data, socket),
      message(socket, message) {
        if (typeof message === "string") sockets.onText(socket.data, message);
        else sockets.onBinary(socket.data, message);
      },
      drain: (socket) => socket.data.session?.drained(),
      close: (socket) => sockets.closed(socket.data),
    },
  });

  return {
    port: server.port!,
    async close() {
      sayGoodbye(receivers);
      await Promise.race([server.stop(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS))]);
      await server.stop(true);
    },
  };
}

/** No budget per address: this machine alone, with a carrier in a box that costs nothing. */
function sourceOf(
  { config, router }: ListenerParts,
  request: Request,
  socket_address: string,
): RequestSource {
  const address = peerAddress(request, socket_address, config.proxy_hops);
  return { ip: router.phones && isLoopback(address) ? null : address, socket_address };
}

function refuseSocket(
  { sockets, origins, config }: ListenerParts,
  request: Request,
  ip: string | null,
): FeiliaoError | null {
  if (!isAllowedOrigin(request, origins)) return new FeiliaoError("unauthorized");
  const full = sockets.open >= config.sockets_max || sockets.isCrowded(ip);
  return full ? new FeiliaoError("overloaded", { retry_after_s: RECONNECT_SPREAD_S_MAX }) : null;
}
