import { connect as connectTcp, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import type { Clock } from "./clock.ts";

export interface Address {
  host: string;
  port: number;
  /** TLS when given; `servername` defaults to the host. */
  tls?: ConnectionOptions;
}

/** Opens a connection; rejects with the socket's error, after `connect_ms`, or when told to stop. */
export function connect(
  address: Address,
  clock: Clock,
  connect_ms: number,
  stop: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port, tls } = address;
    const socket = tls
      ? connectTls({ host, port, servername: host, ...tls })
      : connectTcp({ host, port, noDelay: true });
    const timer = clock.setTimeout(() => fail(new Error(`no connection after ${connect_ms} ms`)), connect_ms);
    const fail = (error: Error) => {
      clock.clearTimeout(timer);
      stop.removeEventListener("abort", stopped);
      socket.destroy();
      reject(error);
    };
    const stopped = () => fail(new Error("no longer wanted"));
    const closedEarly = () => fail(new Error("closed before it was connected"));
    stop.addEventListener("abort", stopped);
    socket.once("error", fail);
    socket.once("close", closedEarly);
    socket.once(tls ? "secureConnect" : "connect", () => {
      clock.clearTimeout(timer);
      stop.removeEventListener("abort", stopped);
      socket.off("error", fail);
      socket.off("close", closedEarly);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
