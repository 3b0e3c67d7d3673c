import { z } from "zod";
import { accountId, conversationId, seq, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { SEARCH_CHARACTERS_MAX, SEARCH_HITS_MAX } from "./limits.ts";

/** More than a cursor has. */
const CURSOR_CHARACTERS_MAX = 100;

const searchKind = z.enum(["message", "file"]);

/** A message that has what was looked for. */
export const searchHit = z.object({
  conversation_id: conversationId,
  seq: seq.meta({ description: "its place in the conversation" }),
  sender: accountId,
  server_time: serverTime,
  kind: searchKind.meta({ description: "message: its text was searched; file: the name of its file" }),
  text: z.string().meta({ description: "of a long text, some around the first place; on one line" }),
  highlights: z
    .array(z.object({ start: z.int().min(0), end: z.int().min(0) }))
    .meta({ description: "what was found in `text`: from UTF-16 unit `start` to before `end`, ascending" }),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchQuery = operation({
  name: "search/query",
  doc: "Messages and names of files that have all of what is looked for, the newest first, from the conversations on the caller's list that they are a member of, or from one. Case, full and half width, accents and traditional characters make no difference. Characters of scripts without spaces are found anywhere (三点 in 会议改到三点), words from their beginning (meet in Meetings), a single letter or digit as a word of its own. For more, ask again with `next` as the cursor; an answer may have few hits, or none, and still a `next`. What was acknowledged is found about a second later. Edited messages are found by what they say now; recalled and encrypted ones are not.",
  access: "device",
  input: z.object({
    query: z.string().max(SEARCH_CHARACTERS_MAX),
    conversation_id: conversationId.optional().meta({ description: "only in this one" }),
    kind: searchKind.optional(),
    cursor: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
    limit: z.int().min(1).max(SEARCH_HITS_MAX).default(20),
  }),
  output: z.object({
    hits: z.array(searchHit),
    next: z.string().nullable().meta({ description: "null: there is nothing more" }),
    complete: z.boolean().meta({
      description:
        "false: the index is being made (after an update or a restore), and older messages may be missing",
    }),
  }),
  errors: ["not_found"],
});
