/** What a wire protocol offers to the scenarios. One driver per protocol; scenarios know no other name. */
export interface Driver {
  /** Whether a room message also comes back to the client that sent it. */
  readonly echoesRoomMessages: boolean;
  /** What came while a user was away is pushed at log-in, or has to be pulled with `catchUp`, or is not kept. */
  readonly missedMessages: "pushed" | "pulled" | "lost";
  /** Clients connect to this peer's port until the next call. */
  connectTo(port: number): void;
  client(index: number, listener: Listener): Client;
}

/** One user's connection. Methods that return nothing are answered through the listener. */
export interface Client {
  readonly index: number;
  /** Connects and authenticates; afterwards the client receives. */
  login(): Promise<void>;
  /** Leaves politely, so that no half-open session stays behind. */
  logout(): void;
  send(to: number, body: string): void;
  joinRoom(): Promise<void>;
  sendToRoom(body: string): void;
  /** Where missed messages are pulled: everything since the last call; resolves with the number of messages. */
  catchUp(): Promise<number>;
}

export interface Listener {
  /** A body reached a client; `sentAt` is `performance.now()` when it was made. */
  message(client: Client, sentAt: number, sender: number): void;
  /** The server confirmed the next `count` messages of a client. */
  accepted(client: Client, count: number): void;
  /** A connection or a message was lost against the will of both sides. */
  lost(client: Client, reason: string): void;
}
