import { z } from "zod";
import { accountId } from "../ids.ts";

/** As many as one call may ask in. */
export const INVITEES_MAX = 200;

export const invitees = z
  .array(accountId)
  .max(INVITEES_MAX)
  .meta({ description: "people the caller has a direct conversation with" });

/** What became of those who were asked in. */
export const invited = z.object({
  added: z.array(accountId).meta({ description: "members at once: they keep the caller as a contact" }),
  invited: z.array(accountId).meta({ description: "they decide with group/answer" }),
  refused: z.array(accountId).meta({ description: "they take nothing from the caller, or have been banned" }),
});
