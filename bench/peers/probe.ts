const PATIENCE_MS = 2_000;

/** A port of the loopback interface that nobody listens on now. */
export function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** Whether the server's answer to `hello` contains `expected`. */
export async function answersTcp(port: number, hello: string, expected: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let received = "";
  const socket = Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      open: (socket) => void socket.write(hello),
      data(_socket, bytes) {
        received += bytes.toString("latin1");
        if (received.includes(expected)) resolve(true);
      },
      close: () => resolve(false),
    },
  });
  const timeout = setTimeout(() => resolve(false), PATIENCE_MS);
  socket.catch(() => resolve(false));
  const answered = await promise;
  clearTimeout(timeout);
  await socket.then((open) => open.end()).catch(() => {});
  return answered;
}

/** Whether a GET is answered with a success. */
export async function answersHttp(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
