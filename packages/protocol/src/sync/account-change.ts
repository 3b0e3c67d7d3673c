import { z } from "zod";
import { conversationId, serverTime } from "../ids.ts";
import { profile } from "../profile.ts";

/** One item of an account's own log: what belongs to the person and follows them to every device. */
export const accountChange = z.discriminatedUnion("type", [
  z.object({ type: z.literal("profile"), position: z.int(), profile }),
  z.object({
    type: z.literal("conversation"),
    position: z.int(),
    conversation_id: conversationId,
    kind: z.enum(["direct", "group"]),
    title: z.string().nullable().meta({ description: "of a group" }),
    opened_by_me: z.boolean(),
    at: serverTime,
  }),
  z.object({
    type: z.literal("contact"),
    position: z.int(),
    address: z.string(),
    name: z.string().nullable().meta({ description: "null: the contact was removed" }),
  }),
]);
export type AccountChange = z.infer<typeof accountChange>;
