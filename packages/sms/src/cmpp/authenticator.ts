import { answerDigest, loginDigest } from "../mainland/login-digest.ts";
import type { CmppLayout } from "./codec.ts";

/** AuthenticatorSource = MD5(Source_Addr ‖ 9 zeros ‖ secret ‖ timestamp as ten digits). */
export function authenticatorSource(source_addr: string, secret: string, timestamp: number): Uint8Array {
  return loginDigest(source_addr, 9, secret, timestamp);
}

/**
 * AuthenticatorISMG = MD5(Status ‖ AuthenticatorSource ‖ secret). There are gateways that get it wrong, so a wrong one
 * is no reason to hang up.
 */
export function authenticatorIsmg(
  status: number,
  authenticator_source: Uint8Array,
  secret: string,
  layout: CmppLayout,
): Uint8Array {
  const octets = Uint8Array.of(status >>> 24, status >>> 16, status >>> 8, status);
  return answerDigest(layout === 3 ? octets : octets.subarray(3), authenticator_source, secret);
}
