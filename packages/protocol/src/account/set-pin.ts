import { z } from "zod";
import { operation } from "../operation.ts";

export const accountSetPin = operation({
  name: "account/set-pin",
  doc: "Sets the registration PIN that a new device must give besides the code, or removes it with null.",
  access: "device",
  input: z.object({ pin: z.string().min(4).max(64).nullable() }),
  output: z.object({ has_pin: z.boolean() }),
  errors: [],
});
