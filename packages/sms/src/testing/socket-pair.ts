import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Both ends of a real connection on this machine. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const accepted = once(server, "connection");
  const dialled = connect({ host: "127.0.0.1", port });
  const [[answering]] = (await Promise.all([accepted, once(dialled, "connect")])) as [[Socket], unknown];
  server.close();
  return [dialled, answering];
}
