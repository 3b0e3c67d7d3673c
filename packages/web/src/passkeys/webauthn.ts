import type { Output, PasskeyAssertion, PasskeyAttestation } from "@feiliao/protocol";

type Options = Output<"passkey/register-start">;

/** Whether passkeys of a relying party can be used on this page (WebAuthn, section 5.1.2). */
export function canUsePasskeys(rp_id: string | undefined): boolean {
  const { hostname } = location;
  const fits = rp_id !== undefined && (hostname === rp_id || hostname.endsWith(`.${rp_id}`));
  return fits && "PublicKeyCredential" in window;
}

/** Asks for a new passkey; null when the person thought better of it. */
export async function makePasskey(options: Options): Promise<PasskeyAttestation | null> {
  const made = await navigator.credentials
    .create({
      publicKey: {
        challenge: bytesOf(options.challenge),
        rp: options.rp,
        user: { id: bytesOf(options.user.handle), name: options.user.name, displayName: options.user.name },
        pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: options.exclude.map((id) => ({ type: "public-key", id: bytesOf(id) })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    })
    .catch(nullWhenDeclined);
  if (!(made instanceof PublicKeyCredential)) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    passkey_id: textOf(made.rawId),
    client_data: textOf(response.clientDataJSON),
    attestation_object: textOf(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  };
}

/** Lets the person choose a passkey and sign with it; null when they thought better of it. */
export async function signWithPasskey({
  challenge,
  rp_id,
}: Output<"passkey/challenge">): Promise<PasskeyAssertion | null> {
  const signed = await navigator.credentials
    .get({ publicKey: { challenge: bytesOf(challenge), rpId: rp_id, userVerification: "required" } })
    .catch(nullWhenDeclined);
  if (!(signed instanceof PublicKeyCredential)) return null;
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    signed.response as AuthenticatorAssertionResponse;
  return {
    passkey_id: textOf(signed.rawId),
    client_data: textOf(clientDataJSON),
    authenticator_data: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle && { user_handle: textOf(userHandle) }),
  };
}

/** Cancelled, timed out, or a passkey that is there already: nothing that must be explained. */
function nullWhenDeclined(failure: unknown): null {
  if (failure instanceof DOMException) return null;
  throw failure;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
