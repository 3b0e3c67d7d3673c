import { z } from "zod";
import { operation } from "../operation.ts";
import { verificationStart } from "../verification/start.ts";

export const accountChangeNumberStart = operation({
  name: "account/change-number-start",
  doc: "Sends a code to the number that the account is to have from now on, as verification/start does and on the same budgets, and at most five a day for an account.",
  access: "device",
  input: z.object({
    number: verificationStart.input.shape.number,
    locale: verificationStart.input.shape.locale,
    proof_of_work: verificationStart.input.shape.proof_of_work,
  }),
  output: verificationStart.output,
  errors: verificationStart.errors,
});
