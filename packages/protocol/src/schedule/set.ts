import { z } from "zod";
import { sendableContent } from "../content.ts";
import { conversationId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { keepId } from "../sync/account-change.ts";

export const SCHEDULED_MAX = 100;
export const SCHEDULED_AHEAD_MS_MIN = 10 * 60_000;
export const SCHEDULED_AHEAD_MS_MAX = 366 * 86_400_000;

export const scheduleSet = operation({
  name: "schedule/set",
  doc: "Has the server send a message later, whether a device is there then or not; the same `scheduled_id` again changes it. It is sent once, with `scheduled_id` as its client_id. Why it could not be sent is told in the account's log.",
  access: "device",
  input: z.object({
    scheduled_id: keepId,
    conversation_id: conversationId,
    content: sendableContent,
    due_at: serverTime.meta({ description: "from 10 minutes to a year ahead" }),
  }),
  output: z.object({}),
  errors: ["not_found", "media_missing", "target_gone", "schedule_range", "limit_reached"],
});
