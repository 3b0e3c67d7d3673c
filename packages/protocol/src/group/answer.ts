import { z } from "zod";
import { clientId, conversationId } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";

export const groupAnswer = operation({
  name: "group/answer",
  doc: "Accepts or declines an invitation to a group.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    accept: z.boolean().meta({ description: "false: declines" }),
  }),
  output: ack,
  errors: ["not_found", "group_full", "idempotency_conflict"],
});
