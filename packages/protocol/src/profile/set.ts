import { z } from "zod";
import { blobId } from "../ids.ts";
import { operation } from "../operation.ts";
import { personName, profile } from "../profile.ts";

export const profileSet = operation({
  name: "profile/set",
  doc: "Changes the name or the picture; what is left out stays. Friends see it within seconds.",
  access: "device",
  input: z.object({ name: personName.optional(), picture: blobId.nullable().optional() }),
  output: profile,
  errors: ["media_missing"],
});
