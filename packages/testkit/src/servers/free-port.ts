/** Below the range from which Linux takes the ports of outgoing connections, so that none of those takes it next. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port of the loopback interface that nobody listens on now. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + (crypto.getRandomValues(new Uint32Array(1))[0]! % COUNT);
    try {
      Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
      return port;
    } catch {
      // Somebody listens there.
    }
  }
}
