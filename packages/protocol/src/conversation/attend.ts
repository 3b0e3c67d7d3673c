import { z } from "zod";
import { conversationId, talkId } from "../ids.ts";
import { operation } from "../operation.ts";

export const conversationAttend = operation({
  name: "conversation/attend",
  doc: "Says which conversation this socket has open (null: none). While attending, typing arrives as an event, and every talk is heard as it is spoken: a `talk` event names a stream handle, and voice frames with that handle follow. `resume` continues talks that a broken socket cut.",
  access: "socket",
  input: z.object({
    conversation_id: conversationId.nullable(),
    resume: z
      .array(z.object({ talk_id: talkId, from_packet: z.int().min(0) }))
      .max(8)
      .default([]),
  }),
  output: z.object({}),
  errors: ["not_found"],
});
