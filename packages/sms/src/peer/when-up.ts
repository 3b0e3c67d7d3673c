import type { CarrierClient } from "./client.ts";

/** Resolves when the carrier has let the client in; rejects with the state that is in the way of it. */
export function whenUp(client: CarrierClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { state } = client;
      if (state === "connecting" || state === "down") return;
      stop();
      if (state === "up") resolve();
      else reject(new Error(`the carrier is ${state}`));
    };
    const stop = client.onState(look);
    look();
  });
}
