import { z } from "zod";
import { operation } from "../operation.ts";
import { challengeId, passkey, passkeyAttestation, passkeyName } from "./passkey.ts";

export const passkeyRegister = operation({
  name: "passkey/register",
  doc: "Keeps a passkey that was made for the challenge. From now on it signs in to the account.",
  access: "device",
  input: z.object({ challenge_id: challengeId, name: passkeyName, attestation: passkeyAttestation }),
  output: passkey,
  errors: ["passkey_refused", "passkey_limit"],
});
