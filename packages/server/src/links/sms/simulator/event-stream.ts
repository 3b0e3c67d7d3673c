import type { Carriers } from "./carriers/carriers.ts";

/** Comments keep the connection from looking dead to whatever stands between, the server's own timeout included. */
const HEARTBEAT_MS = 5_000;
/** A page that has not read so many events is cut off; it connects again and loads the list afresh. */
const EVENTS_WAITING_MAX = 256;

/** Changes on the handsets as server-sent events (WHATWG HTML §9.2), each a SimulatorChange as JSON. */
export function eventStream(carriers: Carriers): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) > 0) return controller.enqueue(encoder.encode(text));
          stop();
          controller.close();
        };
        let timer: unknown;
        const beat = () => {
          timer = carriers.clock.setTimeout(beat, HEARTBEAT_MS);
          write(": still here\n\n");
        };
        const unsubscribe = carriers.onChange((change) => write(`data: ${JSON.stringify(change)}\n\n`));
        stop = () => {
          unsubscribe();
          carriers.clock.clearTimeout(timer);
        };
        beat();
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: EVENTS_WAITING_MAX }),
  );
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
