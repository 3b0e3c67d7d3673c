import { z } from "zod";

/** 128 bits in base64url. In a link it stands in the fragment, `<origin>/#/join/<token>`, which reaches no log. */
export const inviteToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .meta({ description: "what an invite link carries: who shows it may come in" });
