import { z } from "zod";
import { address } from "../address.ts";
import { operation } from "../operation.ts";
import { personName } from "../profile.ts";

export const contactSet = operation({
  name: "contact/set",
  doc: "Keeps a remark name for an address in the caller's own contacts, or removes the contact with null. Nobody else sees it.",
  access: "device",
  input: z.object({ address, name: personName.nullable() }),
  output: z.object({ address }),
  errors: ["number_invalid"],
});
