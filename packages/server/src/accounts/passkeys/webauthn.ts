import type { PasskeyAssertion, PasskeyAttestation } from "@feiliao/protocol";
import type { StoredPasskey } from "../../store/passkey-store.ts";
import type { RelyingParty } from "./relying-party.ts";

/** EdDSA, ES256 and RS256 (COSE algorithms, RFC 9053 and RFC 8812): what authenticators have. */
export const ALGORITHMS = [-8, -7, -257];

/** Loaded when the first passkey is used: it takes half a second and 20 MB. */
const library = () => import("@simplewebauthn/server");

type NewPasskey = Pick<StoredPasskey, "passkey_id" | "public_key" | "counter" | "transports">;

/** The credential that was made for a challenge (WebAuthn, section 7.1); null when anything is not as it must be. */
export async function verifyAttestation(
  rp: RelyingParty,
  challenge: string,
  { passkey_id, client_data, attestation_object, transports }: PasskeyAttestation,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await library();
  const expectedOrigin = originIn(rp, client_data);
  if (expectedOrigin === null) return null;
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...describe(passkey_id),
        response: { clientDataJSON: client_data, attestationObject: attestation_object },
      },
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { passkey_id: id, public_key: publicKey, counter, transports };
  } catch {
    return null;
  }
}

/** The new signature counter when the passkey has signed the challenge (WebAuthn, section 7.2); else null. */
export async function verifyAssertion(
  rp: RelyingParty,
  challenge: string,
  passkey: StoredPasskey,
  { client_data, authenticator_data, signature, user_handle }: PasskeyAssertion,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library();
  const expectedOrigin = originIn(rp, client_data);
  if (expectedOrigin === null) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...describe(passkey.passkey_id),
        response: {
          clientDataJSON: client_data,
          authenticatorData: authenticator_data,
          signature,
          ...(user_handle !== undefined && { userHandle: user_handle }),
        },
      },
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      credential: {
        id: passkey.passkey_id,
        publicKey: Uint8Array.from(passkey.public_key),
        counter: passkey.counter,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

const describe = (id: string) => ({
  id,
  rawId: id,
  type: "public-key" as const,
  clientExtensionResults: {},
});

/** The origin that the browser vouches for, when it is one of ours. The signature covers it. */
function originIn(rp: RelyingParty, client_data: string): string | null {
  try {
    const { origin } = JSON.parse(Buffer.from(client_data, "base64url").toString()) as { origin?: unknown };
    return typeof origin === "string" && rp.accepts(origin) ? origin : null;
  } catch {
    return null;
  }
}
