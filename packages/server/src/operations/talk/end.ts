import { PACKET_MS } from "@feiliao/protocol/voice-frame";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { smsIntent } from "../sms/intent.ts";

export function talkEnd(services: Pick<Services, "talks" | "sms" | "store">): Handler<"talk/end"> {
  const { talks, store } = services;
  return async ({ talk_id, packets, waveform, sms: consent }, { caller, socket }) => {
    const origin = socket?.id ?? null;
    const talk = await store.talks.byId(talk_id);
    const spoken = { outcome: "complete", packets, duration_ms: packets * PACKET_MS, waveform } as const;
    const sms =
      talk?.account_id === caller.account_id
        ? await smsIntent(
            services,
            {
              conversation_id: talk.conversation_id,
              sender: caller.account_id,
              content: { type: "voice", talk_id },
              fold: { talk_end: { type: "talk_end", target: talk.seq, talk_id, ...spoken } },
            },
            consent,
          )
        : {};
    const ending = { ...caller, talk_id, waveform, origin, ...sms };
    const { epoch, seq, server_time } = await talks.complete(ending, packets);
    return { epoch, seq, server_time };
  };
}
