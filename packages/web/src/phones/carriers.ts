import { createStore, reconcile } from "solid-js/store";
import { type CarrierInfo, fetchCarriers, postCarrier, postDialBack, postRestart } from "./carriers-api.ts";
import { onCarrierChange } from "./handsets.ts";
import type { CarrierId, CarrierSettings } from "./settings.ts";

/** Many SMS at once are one look at the bills. */
const LOOK_AFTER_MS = 400;

const [carriers, setCarriers] = createStore<CarrierInfo[]>([]);

export { carriers };

/** Keeps the carriers up to date until the returned function is called. */
export function watchCarriers(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    // When the server is away they stay as they are; it tells when it is back.
    void refreshCarriers().catch(() => undefined);
  };
  look();
  const stop = onCarrierChange(() => {
    timer ??= setTimeout(look, LOOK_AFTER_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

export async function setCarrier(id: CarrierId, change: Partial<CarrierSettings>): Promise<void> {
  await postCarrier(id, change);
  await refreshCarriers();
}

export async function setDialBack(id: CarrierId, port: number): Promise<void> {
  await postDialBack(id, port);
  await refreshCarriers();
}

export async function restartCarrier(id: CarrierId): Promise<void> {
  await postRestart(id);
  await refreshCarriers();
}

async function refreshCarriers(): Promise<void> {
  setCarriers(reconcile(await fetchCarriers(), { key: "id" }));
}
