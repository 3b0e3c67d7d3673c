import type { Socket } from "bun";

export interface CuttingProxy {
  /** The database, through the proxy. */
  readonly url: string;
  /** How many connections were cut. */
  readonly cuts: number;
  /**
   * The next connection that sends these bytes loses its client: the server gets them, and does what they
   * say, but its answer reaches nobody.
   */
  cutAfter(bytes: string): void;
  /** The connections that are open now stay so, and carry nothing any more. New ones are as ever. */
  freeze(): void;
  stop(): void;
}

/** A connection as the proxy holds it: what goes to the server waits until that side is open. */
interface Pair {
  server: Promise<Socket>;
  isCut: boolean;
  isFrozen: boolean;
}

/** Stands between a store and its database, to lose an answer at an exact moment. */
export function startCuttingProxy(database_url: string): CuttingProxy {
  const { hostname, port } = new URL(database_url);
  let trigger: string | null = null;
  let cuts = 0;
  const pairs = new Set<Pair>();
  const listener = Bun.listen<Pair>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(client) {
        const pair: Pair = {
          isCut: false,
          isFrozen: false,
          server: Promise.reject(new Error("not connected")),
        };
        pair.server.catch(() => {});
        client.data = pair;
        pairs.add(pair);
        pair.server = Bun.connect({
          hostname,
          port: Number(port),
          socket: {
            data: (_server, bytes) => void (pair.isCut || pair.isFrozen || client.write(bytes)),
            close: () => void client.end(),
          },
        });
      },
      async data(client, bytes) {
        const pair = client.data;
        if (pair.isFrozen) return;
        if (trigger && bytes.includes(trigger)) {
          trigger = null;
          cuts++;
          pair.isCut = true;
        }
        const copy = Buffer.from(bytes); // the buffer is the socket's own, and used again
        const server = await pair.server;
        if (!pair.isCut) server.write(copy);
        else {
          server.end(copy);
          client.terminate();
        }
      },
      close: (client) =>
        void client.data.server.then(
          (server) => client.data.isCut || server.end(),
          () => {},
        ),
    },
  });
  return {
    url: database_url.replace(`:${port}/`, `:${listener.port}/`),
    get cuts() {
      return cuts;
    },
    cutAfter(bytes) {
      trigger = bytes;
    },
    freeze() {
      for (const pair of pairs) pair.isFrozen = true;
    },
    stop: () => listener.stop(true),
  };
}
