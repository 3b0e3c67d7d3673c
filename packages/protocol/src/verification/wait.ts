import { z } from "zod";
import { verificationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const verificationWait = operation({
  name: "verification/wait",
  doc: "Whether the SMS that verification/expect asked for has come. Answers when it has, or after at most 10 seconds: call again. Then `code` is what verification/check takes, with all its rules; it is good for five minutes. An answer that was lost is given again to the holder of the secret.",
  access: "anyone",
  input: z.object({ verification_id: verificationId, secret: z.string().max(64) }),
  output: z.discriminatedUnion("state", [
    z.object({ state: z.literal("waiting") }),
    z.object({ state: z.literal("received"), code: z.string().meta({ description: "six digits" }) }),
  ]),
  errors: ["code_expired"],
});
