import { z } from "zod";
import { accountId, seq } from "./ids.ts";

export * from "./change-limits.ts";

/** One emoji, skin tones and joined sequences included. */
const emoji = z
  .string()
  .min(1)
  .max(32)
  .regex(/^(?:\p{RGI_Emoji})$/v);

/** New words for a text, or for a caption; every earlier wording stays in the log. By its sender, within 48 hours. */
export const editContent = z.object({
  type: z.literal("edit"),
  target: seq,
  text: z.string().min(1).max(8_000).meta({ description: "of a caption at most 1,000 characters" }),
  mentions: z
    .array(z.union([accountId, z.literal("all")]))
    .min(1)
    .max(50)
    .optional(),
});
export type EditContent = z.infer<typeof editContent>;

/** Empties a message for everybody, its edits included: by its sender within 2 minutes, by owner and admins later too. */
export const recallContent = z.object({ type: z.literal("recall"), target: seq });

/** The sender's reaction to a message; a later one replaces it, null takes it back. */
export const reactionContent = z.object({
  type: z.literal("reaction"),
  target: seq,
  emoji: emoji.nullable(),
});

/** Puts a message among those that are pinned for everybody, or takes it from there. */
export const pinContent = z.object({ type: z.literal("pin"), target: seq, pinned: z.boolean() });

/** Entries that change what an earlier one is; `target` is its seq. */
export const changeContents = [editContent, recallContent, reactionContent, pinContent] as const;
export const messageChange = z.discriminatedUnion("type", [...changeContents]);
export type MessageChange = z.infer<typeof messageChange>;

/** What edits, a recall and reactions have made of a message. */
export const messageFold = {
  edit: z
    .object({
      seqs: z.array(seq).meta({ description: "of all its edits, ascending" }),
      at: z.int().meta({ description: "when it was edited last, milliseconds since 1970" }),
      text: z.string(),
      mentions: editContent.shape.mentions,
    })
    .optional(),
  reactions: z
    .array(z.object({ emoji: z.string(), accounts: z.array(accountId) }))
    .optional()
    .meta({ description: "by emoji, in the order of their code points" }),
  recalled: z.object({ by: accountId, at: z.int() }).optional(),
};
