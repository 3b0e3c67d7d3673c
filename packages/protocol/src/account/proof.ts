import { z } from "zod";
import { verificationId } from "../ids.ts";
import { challengeId, passkeyAssertion } from "../passkey/passkey.ts";

/** Proof that the account's owner asks, and not somebody who holds an unlocked device. */
export const ownerProof = z.discriminatedUnion("type", [
  z.object({ type: z.literal("pin"), pin: z.string().max(64) }),
  z
    .object({
      type: z.literal("code"),
      verification_id: verificationId,
      code: z.string().regex(/^[0-9]{6}$/),
    })
    .meta({ description: "sent to the account's own number by verification/start" }),
  z
    .object({ type: z.literal("passkey"), challenge_id: challengeId, assertion: passkeyAssertion })
    .meta({ description: "for a challenge of passkey/challenge" }),
]);
export type OwnerProof = z.infer<typeof ownerProof>;
