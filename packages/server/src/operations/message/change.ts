import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function messageChange({ log, clock }: Pick<Services, "log" | "clock">): Handler<"message/change"> {
  return async ({ conversation_id, client_id, change, device_seq }, { caller, socket }) => {
    const { account_id, device_id } = caller;
    const intent = { conversation_id, account_id, device_id, client_id, content: change, now: clock.now() };
    const { epoch, seq, server_time } = await log.append(
      device_seq === undefined ? intent : { ...intent, device_seq },
      socket?.id ?? null,
    );
    return { epoch, seq, server_time };
  };
}
