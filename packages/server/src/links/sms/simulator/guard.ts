import { isLoopback } from "../../../platform/loopback.ts";

/** What the guard looks at: the headers of a request and the address its connection comes from. */
export interface Visitor {
  headers: Headers;
  peer_address: string;
}

/** Decides who may see the handsets, and with them the codes. */
export type HandsetGuard = (visitor: Visitor) => boolean;

/** Headers that reverse proxies add (RFC 7239, RFC 9110 §7.6.3, and the ones from before and beside them). */
const FORWARDING_HEADER =
  /^(forwarded|via|x-real-ip|x-forwarded-.*|x-original-.*|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip)$/;

/** Host, with any port, as a browser on this machine sends it (RFC 9110 §7.2). */
const LOOPBACK_HOST = /^(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?$/i;

/**
 * Only a browser on this machine that asked for this machine by name. The peer's address alone would not do: a
 * reverse proxy on this machine speaks for others, and a foreign page whose name was rebound to 127.0.0.1 (DNS
 * rebinding) is read by a browser here, but sends its own name as the Host.
 */
export const thisMachineOnly: HandsetGuard = ({ headers, peer_address }) =>
  isLoopback(peer_address) &&
  LOOPBACK_HOST.test(headers.get("host") ?? "") &&
  ![...headers.keys()].some((name) => FORWARDING_HEADER.test(name));

/** Whoever reaches the server; only ever by an explicit setting. */
export const anybody: HandsetGuard = () => true;
