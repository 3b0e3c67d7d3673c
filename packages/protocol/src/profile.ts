import { z } from "zod";
import { accountId, blobId } from "./ids.ts";

/** 1 to 40 characters, no line breaks or control characters. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** A person's own profile. */
export const profile = z.object({
  account_id: accountId,
  number: z.string().meta({ description: "E.164, as in +8613800138000" }),
  name: z.string().nullable(),
  picture: blobId.nullable(),
  has_pin: z.boolean(),
});
export type Profile = z.infer<typeof profile>;
