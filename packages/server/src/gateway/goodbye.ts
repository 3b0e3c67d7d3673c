import type { Receivers } from "../delivery/receivers.ts";

/** Clients come back spread over as many seconds as there are this many of them, ten at most. */
const RECONNECTS_PER_S = 200;
export const RECONNECT_SPREAD_S_MAX = 10;

/** Tells every socket that the server goes, and when to come back. */
export function sayGoodbye(receivers: Receivers): void {
  const spread_s = Math.min(receivers.count / RECONNECTS_PER_S, RECONNECT_SPREAD_S_MAX);
  for (const [index, receiver] of [...receivers.all()].entries()) {
    const retry_after_s = Math.ceil((spread_s * index) / Math.max(1, receivers.count));
    receiver.goodbye({ reason: "shutdown", retry: true, retry_after_s });
  }
}
