import type { Bus } from "../bus.ts";
import { parseNatsUrl } from "./nats-url.ts";
import { NatsWire } from "./nats-wire.ts";
import { NetworkedBus, type NodeParts } from "./networked-bus.ts";
import type { Wire } from "./wire.ts";

/** A node starts without its bus rather than not at all: then those it serves pull until the bus is there. */
const HEARS_MS_MAX = 1_000;

/** The bus on core NATS; see parseNatsUrl for the URL. @throws {Error} when the URL cannot be read */
export async function natsBus(url: string, parts: NodeParts): Promise<Bus> {
  return openNetworkedBus(new NatsWire(parseNatsUrl(url), parts), parts);
}

export async function openNetworkedBus(wire: Wire, parts: NodeParts): Promise<Bus> {
  const bus = new NetworkedBus(wire, parts);
  let timer: unknown;
  const patience = new Promise<void>((resolve) => {
    timer = parts.clock.setTimeout(resolve, HEARS_MS_MAX);
  });
  await Promise.race([bus.hears(), patience]);
  parts.clock.clearTimeout(timer);
  return bus;
}
