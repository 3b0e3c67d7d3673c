import { z } from "zod";
import { serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { ownerProof } from "./proof.ts";

export const accountDelete = operation({
  name: "account/delete",
  doc: "Deletes the account in seven days. Every device is signed out now, the caller's included. Until then, signing in with `restore` brings everything back, and without it answers `restore_required`. Afterwards profile, number, passkeys and the account's own log are gone for good; what was said stays with those it was said to, from a deleted account.",
  access: "device",
  input: z.object({ proof: ownerProof }),
  output: z.object({ erase_at: serverTime }),
  errors: ["code_wrong", "code_expired", "pin_wrong", "passkey_refused"],
});
