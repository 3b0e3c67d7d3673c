import { z } from "zod";
import { verificationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { profile } from "../profile.ts";
import { ownerProof } from "./proof.ts";

export const accountChangeNumber = operation({
  name: "account/change-number",
  doc: "Moves the account to the number that the code was sent to. Everything stays: history, contacts, devices. Direct conversations show the new number to those who saw the old one, and the old one is free: who registers it gets an account of their own. A number that another account uses is refused; one whose account was idle for 60 days, or that nobody has ever signed in with, passes over without that account's history.",
  access: "device",
  input: z.object({
    verification_id: verificationId,
    code: z.string().regex(/^[0-9]{6}$/),
    proof: ownerProof.optional().meta({ description: "of who has a PIN: the PIN, or a passkey" }),
  }),
  output: profile,
  errors: ["code_wrong", "code_expired", "number_taken", "pin_required", "pin_wrong", "passkey_refused"],
});
