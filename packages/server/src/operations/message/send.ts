import { ackOf } from "../../conversation/ack-of.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { requireMadePreview } from "./require-made-preview.ts";

export function messageSend({
  log,
  clock,
  previews,
}: Pick<Services, "log" | "clock" | "previews">): Handler<"message/send"> {
  return async ({ conversation_id, client_id, content, device_seq }, { caller, socket }) => {
    requireMadePreview(previews, content);
    const { account_id, device_id } = caller;
    const intent = { conversation_id, account_id, device_id, client_id, content, now: clock.now() };
    const appended = await log.append(
      device_seq === undefined ? intent : { ...intent, device_seq },
      socket?.id ?? null,
    );
    return ackOf(appended);
  };
}
