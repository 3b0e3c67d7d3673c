import { z } from "zod";

/** Where a person can be reached: so far a phone number, `tel:` and E.164 (RFC 3966). */
export const address = z
  .string()
  .max(64)
  .regex(/^tel:\+?[0-9 ()-]{3,32}$/)
  .meta({ title: "address", description: "tel:+8613800138000" });
