import { z } from "zod";
import { clientId, conversationId, talkId } from "../ids.ts";
import { ack, deviceSeq } from "../message/send.ts";
import { operation } from "../operation.ts";

/** Chosen by the talker for one socket; binds voice frames to the talk. */
export const streamHandle = z.int().min(1).max(0xffff_ffff);

export const talkStart = operation({
  name: "talk/start",
  doc: "Begins a voice message: appends its entry, binds `handle` to it for voice frames on this socket, and says which packet is due. Frames may follow without waiting for the answer. Repeated with the same client_id after a broken socket, it continues the same talk at `next_packet`.",
  access: "socket",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    handle: streamHandle,
    device_seq: deviceSeq.optional(),
  }),
  output: ack.extend({ talk_id: talkId, next_packet: z.int().min(0) }),
  errors: [
    "not_found",
    "forbidden",
    "blocked",
    "muted",
    "idempotency_conflict",
    "out_of_order",
    "talk_ended",
  ],
});
