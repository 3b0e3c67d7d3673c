import { ackOf } from "../../conversation/ack-of.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { smsIntent } from "../sms/intent.ts";
import { asWritten } from "./as-written.ts";
import { requireMadePreview } from "./require-made-preview.ts";

export function messageSend(
  services: Pick<Services, "log" | "clock" | "previews" | "sms">,
): Handler<"message/send"> {
  const { log, clock, previews } = services;
  return async (input, { caller, socket }) => {
    const { conversation_id, client_id, device_seq } = input;
    const content = asWritten(input.content);
    requireMadePreview(previews, content);
    const { account_id, device_id } = caller;
    const sms = await smsIntent(services, { conversation_id, sender: account_id, content }, input.sms);
    const by = { conversation_id, account_id, device_id, client_id };
    const intent = { ...by, content, ...sms, now: clock.now() };
    const appended = await log.append(
      device_seq === undefined ? intent : { ...intent, device_seq },
      socket?.id ?? null,
    );
    return ackOf(appended);
  };
}
