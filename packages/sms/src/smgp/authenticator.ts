import { answerDigest, loginDigest } from "../mainland/login-digest.ts";

/** AuthenticatorClient = MD5(ClientID ‖ 7 zeros ‖ secret ‖ timestamp as ten digits). */
export function authenticatorClient(client_id: string, secret: string, timestamp: number): Uint8Array {
  return loginDigest(client_id, 7, secret, timestamp);
}

/** AuthenticatorServer = MD5(Status ‖ AuthenticatorClient ‖ secret), the status as four octets. */
export function authenticatorServer(
  status: number,
  authenticator_client: Uint8Array,
  secret: string,
): Uint8Array {
  const octets = Uint8Array.of(status >>> 24, status >>> 16, status >>> 8, status);
  return answerDigest(octets, authenticator_client, secret);
}
