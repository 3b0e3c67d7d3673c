import { z } from "zod";
import { address } from "../address.ts";
import { operation } from "../operation.ts";

/**
 * What happens when a message to somebody who has the app does not reach them there: never anything · ask the sender ·
 * a notice by SMS that there is something · the message itself by SMS.
 */
export const fallbackMode = z.enum(["never", "ask", "notice", "full"]);
export type FallbackMode = z.infer<typeof fallbackMode>;

/** `unless` it was delivered to, or read on, any device of theirs in the meantime. */
export const fallbackRule = z.object({
  mode: fallbackMode,
  after_s: z.int().min(60).max(86_400),
  unless: z.enum(["delivered", "read"]),
});
export type FallbackRule = z.infer<typeof fallbackRule>;

export const contactFallback = operation({
  name: "contact/fallback",
  doc: "Sets what is done for one contact when they do not get the caller's messages in the app; null: what is done for everybody else. Only in direct conversations.",
  access: "device",
  input: z.object({ address, rule: fallbackRule.nullable().meta({ description: "when, and what" }) }),
  output: z.object({ address }),
  errors: ["number_invalid", "limit_reached"],
});
