import type { DeviceId } from "@feiliao/protocol";

/** What an entry adds to the chain. Its content is fixed by its key (D2), so it may be erased later. */
export interface ChainLink {
  device_id: DeviceId;
  client_id: string;
  server_time: number;
}

/** The chain before the first entry of a log. */
export const CHAIN_START = 0;

/**
 * A commitment to the whole history of a log up to an entry (D10): two logs that have the same chain at a seq
 * have the same entries before it. 32 bits of xxHash: it finds a history that was lost and written anew, with
 * a chance of 1 in 4 billion to miss; it is no defence against a server that forges.
 */
export function chainOf(previous: number, { device_id, client_id, server_time }: ChainLink): number {
  return Bun.hash.xxHash32(`${device_id}\n${client_id}\n${server_time}`, previous);
}
