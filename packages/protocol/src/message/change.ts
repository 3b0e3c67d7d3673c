import { z } from "zod";
import { messageChange } from "../change.ts";
import { clientId, conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { ack, deviceSeq } from "./send.ts";

export const messageChangeOperation = operation({
  name: "message/change",
  doc: "Edits, recalls, reacts to or pins an earlier message: an entry like any other, with the same guarantees. Messages that are too old for it answer `too_late`, those of others `forbidden`.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    change: messageChange,
    device_seq: deviceSeq
      .optional()
      .meta({ description: "when given, sends of this device land in this order" }),
  }),
  output: ack,
  errors: [
    "not_found",
    "forbidden",
    "blocked",
    "muted",
    "too_late",
    "target_gone",
    "idempotency_conflict",
    "out_of_order",
  ],
});
