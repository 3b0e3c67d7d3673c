import { z } from "zod";
import { operation } from "../operation.ts";
import { base64url, challengeId } from "./passkey.ts";

export const passkeyChallenge = operation({
  name: "passkey/challenge",
  doc: "What a passkey is to sign, within five minutes, for `passkey/sign-in` or to prove who one is. Ask for any passkey of `rp_id`, with user verification.",
  access: "anyone",
  input: z.object({}),
  output: z.object({ challenge_id: challengeId, challenge: base64url, rp_id: z.string() }),
  errors: [],
});
