import type { Bus, BusMessage } from "./bus.ts";

/** The bus of a service that is one process: a function call. There are no other nodes, so nothing is missed. */
export function inProcessBus(): Bus {
  const listeners = new Set<(message: BusMessage) => void>();
  return {
    publish(message) {
      for (const listener of listeners) listener(message);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onGap: () => () => {},
    async close() {
      listeners.clear();
    },
  };
}
