import { infoContent } from "../group.ts";
import { clientId, conversationId } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";

export const groupSet = operation({
  name: "group/set",
  doc: "Changes what a group is: title, picture, description, announcement, settings, or how long messages stay. What is left out stays. In a direct conversation both may say how long messages stay, and nothing else.",
  access: "device",
  input: infoContent
    .omit({ type: true, created: true })
    .extend({ conversation_id: conversationId, client_id: clientId }),
  output: ack,
  errors: ["not_found", "forbidden", "blocked", "media_missing", "idempotency_conflict"],
});
