import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function talkEnd({ talks }: Pick<Services, "talks">): Handler<"talk/end"> {
  return async ({ talk_id, packets, waveform }, { caller, socket }) => {
    const origin = socket?.id ?? null;
    const { epoch, seq, server_time } = await talks.complete(
      { ...caller, talk_id, waveform, origin },
      packets,
    );
    return { epoch, seq, server_time };
  };
}
