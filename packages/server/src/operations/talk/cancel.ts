import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function talkCancel({ talks }: Pick<Services, "talks">): Handler<"talk/cancel"> {
  return async ({ talk_id }, { caller, socket }) => {
    const { epoch, seq, server_time } = await talks.cancel({
      ...caller,
      talk_id,
      origin: socket?.id ?? null,
    });
    return { epoch, seq, server_time };
  };
}
