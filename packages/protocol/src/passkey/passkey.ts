import { z } from "zod";
import { serverTime } from "../ids.ts";

/** Bytes in base64url without padding (RFC 4648, section 5). */
export const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/);

/** WebAuthn, section 4: a credential id is at most 1,023 bytes. */
export const passkeyId = base64url
  .min(1)
  .max(1_364)
  .meta({ description: "the WebAuthn credential id, in base64url" });

export const passkeyName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u);

export const passkey = z.object({
  passkey_id: passkeyId,
  name: z.string(),
  created_at: serverTime,
  last_used_at: serverTime.nullable(),
});
export type Passkey = z.infer<typeof passkey>;

export const challengeId = z.string().max(128);
const RESPONSE_CHARACTERS_MAX = 16_384;

/** What the authenticator answered to a challenge (WebAuthn, section 6.3.3); bytes in base64url. */
export const passkeyAssertion = z.object({
  passkey_id: passkeyId,
  client_data: base64url.max(RESPONSE_CHARACTERS_MAX).meta({ description: "clientDataJSON" }),
  authenticator_data: base64url.max(RESPONSE_CHARACTERS_MAX),
  signature: base64url.max(RESPONSE_CHARACTERS_MAX),
  user_handle: base64url.max(128).optional(),
});
export type PasskeyAssertion = z.infer<typeof passkeyAssertion>;

/** What the authenticator answered when it made a passkey (WebAuthn, section 6.3.2); bytes in base64url. */
export const passkeyAttestation = z.object({
  passkey_id: passkeyId,
  client_data: base64url.max(RESPONSE_CHARACTERS_MAX).meta({ description: "clientDataJSON" }),
  attestation_object: base64url.max(RESPONSE_CHARACTERS_MAX),
  transports: z.array(z.string().max(32)).max(8).default([]),
});
export type PasskeyAttestation = z.infer<typeof passkeyAttestation>;
