import { connect, createServer, type Socket } from "node:net";

/** One connection's way back from the server. Null: the line breaks here, and what came with it is lost. */
export type Line = (bytes: Buffer) => Buffer | null;

export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Makes the way back of a new connection. */
  line: () => Line;
  /** How fast all of them are together; as fast as it goes by default. */
  bytes_per_s?: number;
}

/** A line between clients and a server on this machine that can lose what the server says. */
export async function startProxy(
  server_port: number,
  { line, bytes_per_s = Number.POSITIVE_INFINITY }: ProxyOptions,
): Promise<Proxy> {
  const open = new Set<Socket>();
  let free_at = 0;
  /** When bytes that come now have gone over the line. */
  const passage = (bytes: number) => {
    const now = performance.now();
    free_at = Math.max(now, free_at) + (bytes / bytes_per_s) * 1_000;
    return free_at - now;
  };
  const listener = createServer((client) => {
    const server = connect(server_port, "127.0.0.1");
    const takes = line();
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        open.delete(socket);
        cut();
      });
    }
    client.on("data", (bytes) => server.write(bytes));
    server.on("data", (bytes) => {
      const taken = takes(Buffer.from(bytes));
      if (!taken) return cut();
      const delay_ms = passage(taken.length);
      if (delay_ms < 1) return void client.write(taken);
      server.pause();
      setTimeout(() => {
        client.write(taken);
        server.resume();
      }, delay_ms);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
