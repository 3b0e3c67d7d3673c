import { z } from "zod";
import { verificationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { verificationStart } from "./start.ts";

export const verificationExpect = operation({
  name: "verification/expect",
  doc: "Proves a number the other way round, for who gets no SMS: the person sends `text` by SMS to `send_to`, from the number's own handset. Only its six digits are looked at. Wait for it with verification/wait. The answer is the same for known and unknown numbers.",
  access: "anyone",
  input: z.object({
    number: verificationStart.input.shape.number,
    locale: verificationStart.input.shape.locale,
    installation_id: verificationStart.input.shape.installation_id,
  }),
  output: z.object({
    verification_id: verificationId,
    secret: z.string().meta({ description: "256 bits, for verification/wait" }),
    number: verificationStart.output.shape.number,
    carrier: verificationStart.output.shape.carrier,
    send_to: z.string().meta({ description: "the server's number, as it is dialled from there" }),
    text: z.string().meta({ description: "what to send, with six digits in it" }),
    expires_in_s: z.int(),
  }),
  errors: ["number_invalid", "number_unsupported", "sms_refused"],
});
