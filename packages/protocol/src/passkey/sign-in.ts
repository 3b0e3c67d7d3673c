import { z } from "zod";
import { credentials, newDevice, restore } from "../device/new-device.ts";
import { operation } from "../operation.ts";
import { challengeId, passkeyAssertion } from "./passkey.ts";

export const passkeySignIn = operation({
  name: "passkey/sign-in",
  doc: "Exchanges a signed challenge for a device token, without an SMS. A passkey is something one has and, since it verifies its user, something one is or knows: no registration PIN is asked for.",
  access: "anyone",
  input: z.object({ challenge_id: challengeId, assertion: passkeyAssertion, ...newDevice, restore }),
  output: credentials,
  errors: ["passkey_refused", "device_limit", "restore_required"],
});
