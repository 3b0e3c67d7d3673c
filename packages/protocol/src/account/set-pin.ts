import { z } from "zod";
import { operation } from "../operation.ts";
import { ownerProof } from "./proof.ts";

export const accountSetPin = operation({
  name: "account/set-pin",
  doc: "Sets the registration PIN that a new device must give besides the code, or removes it with null. An account that has one asks for it first, or for a passkey; a code alone is what the PIN is there to guard against, and proves nothing here.",
  access: "device",
  input: z.object({
    pin: z.string().min(4).max(64).nullable(),
    proof: ownerProof.optional().meta({ description: "of who has a PIN: the present PIN, or a passkey" }),
  }),
  output: z.object({ has_pin: z.boolean() }),
  errors: ["pin_required", "pin_wrong", "passkey_refused"],
});
