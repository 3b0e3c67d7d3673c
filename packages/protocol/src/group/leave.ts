import { z } from "zod";
import { clientId, conversationId } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";

export const groupLeave = operation({
  name: "group/leave",
  doc: "Leaves a group. When its owner leaves, the admin who has been there longest takes over, else the member who has.",
  access: "device",
  input: z.object({ conversation_id: conversationId, client_id: clientId }),
  output: ack,
  errors: ["not_found", "forbidden", "idempotency_conflict"],
});
