import { isIP } from "node:net";

/**
 * The address a request comes from. With `proxy_hops` reverse proxies of one's own in front, the entry that the
 * outermost of them wrote to X-Forwarded-For; anything further left the client may have made up.
 */
export function peerAddress(request: Request, socket_address: string, proxy_hops: number): string {
  if (proxy_hops === 0) return normalise(socket_address);
  const forwarded = (request.headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const address = forwarded.at(-proxy_hops) ?? "";
  return isIP(address) ? normalise(address) : normalise(socket_address);
}

/** An IPv4 address in its IPv6 clothes (RFC 4291 §2.5.5.2) is the IPv4 address. */
function normalise(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
