import type { ConversationId } from "@feiliao/protocol";
import type { Random } from "../platform/random.ts";
import { type Secret, sha256 } from "../platform/secret.ts";

const NONCE_BYTES = 16;
const TOKEN_BYTES = 16;

/** What makes each link of a group another one; the store keeps it. */
export function newNonce(random: Random): Uint8Array {
  return random.bytes(NONCE_BYTES);
}

/**
 * The 128-bit token of an invite link. It is derived, so that the store keeps nothing that opens a group: only the
 * nonce, worth nothing without the secret, and the token's hash.
 */
export function inviteTokenOf(secret: Secret, conversation_id: ConversationId, nonce: Uint8Array): string {
  const mac = secret.derive("invite", conversation_id, Buffer.from(nonce).toString("base64url"));
  return mac.subarray(0, TOKEN_BYTES).toString("base64url");
}

export function inviteTokenHash(token: string): Uint8Array {
  return sha256(token);
}
