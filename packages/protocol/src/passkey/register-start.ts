import { z } from "zod";
import { operation } from "../operation.ts";
import { base64url, challengeId, passkeyId } from "./passkey.ts";

export const passkeyRegisterStart = operation({
  name: "passkey/register-start",
  doc: "What an authenticator needs to make a passkey for the caller's account (WebAuthn, section 5.4): a discoverable one, with user verification. Answer with `passkey/register` within five minutes.",
  access: "device",
  input: z.object({}),
  output: z.object({
    challenge_id: challengeId,
    challenge: base64url,
    rp: z.object({ id: z.string().meta({ description: "as a domain" }), name: z.string() }),
    user: z.object({ handle: base64url, name: z.string() }),
    algorithms: z.array(z.int()).meta({ description: "COSE identifiers, the preferred first" }),
    exclude: z.array(passkeyId).meta({ description: "passkeys of the account that exist already" }),
  }),
  errors: ["passkey_limit"],
});
