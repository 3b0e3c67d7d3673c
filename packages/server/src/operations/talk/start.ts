import { ackOf } from "../../conversation/ack-of.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function talkStart({ talks }: Pick<Services, "talks">): Handler<"talk/start"> {
  return async ({ conversation_id, client_id, handle, device_seq }, { caller, socket }) => {
    const { appended, live } = await talks.start({
      ...caller,
      conversation_id,
      client_id,
      origin: socket.id,
      ...(device_seq !== undefined && { device_seq }),
    });
    live.onStored = (next_packet) => socket.sendStored(handle, next_packet);
    socket.bindTalk(handle, (first, packets) => talks.receive(live, first, packets));
    return { ...ackOf(appended), talk_id: live.talk.talk_id, next_packet: live.stored };
  };
}
