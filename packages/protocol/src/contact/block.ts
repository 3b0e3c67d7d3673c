import { z } from "zod";
import { address } from "../address.ts";
import { operation } from "../operation.ts";

export const contactBlock = operation({
  name: "contact/block",
  doc: "Takes nothing from an address any more, or does again: in their direct conversation they can neither write nor talk, and they cannot ask the caller into groups. What was written stays.",
  access: "device",
  input: z.object({ address, blocked: z.boolean() }),
  output: z.object({ address, blocked: z.boolean() }),
  errors: ["number_invalid"],
});
