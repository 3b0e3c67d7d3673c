import { lookup } from "node:dns/promises";
import { isGlobalUnicast } from "./global-unicast.ts";

/** The internet as a guarded fetch may reach it. Only tests put another one in its place. */
export interface Outside {
  /** All addresses of a name. Rejects when there are none. */
  resolve(host: string): Promise<readonly string[]>;
  mayReach(address: string, port: number): boolean;
}

const WEB_PORTS: readonly number[] = [80, 443];

export const publicInternet: Outside = {
  async resolve(host) {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  },
  mayReach: (address, port) => WEB_PORTS.includes(port) && isGlobalUnicast(address),
};
