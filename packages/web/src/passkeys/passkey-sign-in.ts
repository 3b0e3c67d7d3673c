import { thisDevice } from "../signup/device-name.ts";
import { client } from "../state/client.ts";
import { signWithPasskey } from "./webauthn.ts";

/** What a passkey has signed: good for signing in within five minutes, also a second time. */
export type SignedChallenge = Pick<
  Parameters<typeof client.signInWithPasskey>[0],
  "challenge_id" | "assertion"
>;

/** Null when the person thought better of it. */
export async function signChallenge(): Promise<SignedChallenge | null> {
  const { challenge_id, ...challenge } = await client.call("passkey/challenge", {});
  const assertion = await signWithPasskey({ challenge_id, ...challenge });
  return assertion && { challenge_id, assertion };
}

/** Signs in; the session then changes by itself. */
export function signInWith(signed: SignedChallenge, restore?: true): Promise<void> {
  return client.signInWithPasskey({ ...signed, ...thisDevice(), ...(restore && { restore }) });
}
