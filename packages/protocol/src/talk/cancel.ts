import { z } from "zod";
import { talkId } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";

export const talkCancel = operation({
  name: "talk/cancel",
  doc: "Withdraws a talk that has not ended: its packets are deleted and listeners stop.",
  access: "device",
  input: z.object({ talk_id: talkId }),
  output: ack,
  errors: ["not_found", "talk_ended"],
});
