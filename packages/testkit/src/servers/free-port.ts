/** Below the range from which Linux takes the ports of outgoing connections, so that none of those takes it next. */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * Each process walks on from a place of its own: a port that is not listened on yet, or not now because its server
 * was killed, is not given out again soon, here or in another process.
 */
let next = crypto.getRandomValues(new Uint32Array(1))[0]! % COUNT;

/** A port of the loopback interface that nobody listens on now. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + (next++ % COUNT);
    try {
      Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
      return port;
    } catch {
      // Somebody listens there.
    }
  }
}
