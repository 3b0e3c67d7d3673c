import { isIP } from "node:net";
import type { Place } from "@feiliao/protocol";
import { ipBlock } from "./verification-limits.ts";

/** Where something came from, as it is shown to who calls from `caller_ip`. There is no map: a network is compared. */
export function placeOf(ip: string | null, caller_ip: string | null): Place {
  return { ip, same_network: isSameNetwork(ip, caller_ip) };
}

/** One IPv4 address is shared by a home; of IPv6 a home has a whole prefix. */
function isSameNetwork(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return isIP(a) === 6 && isIP(b) === 6 && ipBlock(a) === ipBlock(b);
}
