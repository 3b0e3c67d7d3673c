import { z } from "zod";
import { talkId } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";
import { smsConsent } from "../sms/sms.ts";

export const talkEnd = operation({
  name: "talk/end",
  doc: "Ends a talk once every packet is on disk, and seals it. Repeating it gives the same answer. `packets` must be what was sent; while fewer are stored the answer is upload_offset with the packet that is due.",
  access: "device",
  input: z.object({
    talk_id: talkId,
    packets: z.int().min(1),
    waveform: z
      .string()
      .max(128)
      .regex(/^[0-9a-v]*$/)
      .default(""),
    sms: smsConsent
      .optional()
      .meta({ description: "to those without the app as SMS with a link that plays it" }),
  }),
  output: ack,
  errors: ["not_found", "talk_ended", "upload_offset", "sms_unavailable", "sms_price"],
});
