import type { HandlerInput, OPERATIONS, OperationName, Output } from "@feiliao/protocol";
import type { Receiver } from "../delivery/receiver.ts";
import type { DeviceIdentity } from "../store/account-store.ts";

/** Anyone who asks: `ip` is null when no budget per address applies. */
export interface AnyoneContext {
  ip: string | null;
}

export interface DeviceContext extends AnyoneContext {
  caller: DeviceIdentity;
  /** The socket the operation came on; null for HTTP. */
  socket: Receiver | null;
}

export interface SocketContext extends DeviceContext {
  socket: Receiver & TalkerSocket;
}

/** The stream handles a talker has bound on its socket. */
export interface TalkerSocket {
  bindTalk(handle: number, receive: (first: number, packets: Uint8Array[]) => void): void;
  sendStored(handle: number, next_packet: number): void;
}

type Access<Name extends OperationName> = (typeof OPERATIONS)[Name]["access"];

type ContextOf<Name extends OperationName> =
  Access<Name> extends "anyone"
    ? AnyoneContext
    : Access<Name> extends "device"
      ? DeviceContext
      : SocketContext;

/** Does one operation: what is done here is done for every way in. Rejects with a FeiliaoError. */
export type Handler<Name extends OperationName> = (
  input: HandlerInput<Name>,
  context: ContextOf<Name>,
) => Promise<Output<Name>>;

/** session/hello is the gateway's own: it turns a connection into a session. */
export type HandledOperation = Exclude<OperationName, "session/hello">;

/** Total: a missing handler does not compile. */
export type Handlers = { [Name in HandledOperation]: Handler<Name> };
