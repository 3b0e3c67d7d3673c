import { z } from "zod";
import { linkId } from "../ids.ts";
import { operation } from "../operation.ts";
import { verificationStart } from "../verification/start.ts";

/** Two digits that the new device shows and the one that allows it types: nobody allows what they do not see. */
export const linkCheck = z.string().regex(/^[0-9]{2}$/);

export const linkAsk = operation({
  name: "link/ask",
  doc: "Asks the signed-in devices of a number to allow a link, for who gets no SMS: they are shown which device asks, and have to enter the `check` that it shows. From then on the link lives five minutes, and link/wait says only that it waits, or that it was allowed: the answers are the same for known and unknown numbers.",
  access: "anyone",
  input: z.object({
    link_id: linkId,
    secret: z.string().max(64),
    number: verificationStart.input.shape.number,
  }),
  output: z.object({
    check: linkCheck.meta({ description: "two digits, to be shown" }),
    expires_in_s: z.int(),
  }),
  errors: ["not_found", "link_expired", "link_taken", "number_invalid"],
});
