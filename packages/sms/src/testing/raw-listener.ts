import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Dialect } from "../session/dialect.ts";
import { RawEnd } from "./raw-end.ts";

/** Where a client dials to, and what it finds there does only what the test says. */
export async function rawListener<Pdu extends { command: string }>(
  wire: () => Pick<Dialect<Pdu>, "frame" | "decode" | "encode">,
): Promise<{ port: number; accept(): Promise<RawEnd<Pdu>>; close(): Promise<void> }> {
  const server = createServer({ pauseOnConnect: true });
  const waiting: Socket[] = [];
  server.on("connection", (socket) => waiting.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const ends: RawEnd<Pdu>[] = [];
  return {
    port: (server.address() as { port: number }).port,
    async accept() {
      if (waiting.length === 0) await once(server, "connection");
      const socket = waiting.shift()!;
      const end = new RawEnd(socket, wire());
      ends.push(end);
      socket.resume();
      return end;
    },
    async close() {
      for (const end of ends) end.cut();
      for (const socket of waiting) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
