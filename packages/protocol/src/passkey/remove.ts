import { z } from "zod";
import { operation } from "../operation.ts";
import { passkeyId } from "./passkey.ts";

export const passkeyRemove = operation({
  name: "passkey/remove",
  doc: "Takes a passkey away from the account: it signs in no more. Devices that it signed in stay.",
  access: "device",
  input: z.object({ passkey_id: passkeyId }),
  output: z.object({}),
  errors: ["not_found"],
});
