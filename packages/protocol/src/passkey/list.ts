import { z } from "zod";
import { operation } from "../operation.ts";
import { passkey } from "./passkey.ts";

export const passkeyList = operation({
  name: "passkey/list",
  doc: "The passkeys that sign in to the caller's account, the oldest first.",
  access: "device",
  input: z.object({}),
  output: z.object({ passkeys: z.array(passkey) }),
  errors: [],
});
