/**
 * The network below the bus: what one node sends, every node receives, itself included; in the order it was sent
 * while nothing goes wrong.
 */
export interface Wire {
  /** The largest piece the network is sure to take. */
  readonly message_bytes_max: number;
  readonly connected: boolean;
  /** Never throws and never waits. The bytes must not be changed afterwards; without a connection they are lost. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Says who receives; called once, before there is a connection. */
  listen(listener: WireListener): void;
  /** Exchanges a connection over which nothing comes back for a new one. */
  reconnect(): void;
  /** Sends what is waiting, then closes. */
  close(): Promise<void>;
}

export interface WireListener {
  connected(): void;
  connectionLost(): void;
  received(bytes: Uint8Array): void;
}
