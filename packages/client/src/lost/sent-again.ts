import type { Entry } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Media } from "../media.ts";
import { loudnessOf } from "../model/voice-view.ts";
import type { Payload, VoicePayload } from "../outbox/item.ts";

type Again = Exclude<Payload, VoicePayload> | { type: "talk"; packets: Uint8Array[]; waveform: number[] };

/** What it takes to send an entry of one's own again. @throws media_missing when that is not kept on this device */
export async function sentAgain({ content, fold }: Entry, { media }: { media: Media }): Promise<Again> {
  switch (content.type) {
    case "text":
      return { type: "text", text: fold?.edit?.text ?? content.text };
    case "location":
    case "contact_card":
      return anew(content);
    case "image":
    case "file":
    case "video":
      if (!(await media.isKept(content.blob_id))) throw new FeiliaoError("media_missing");
      return anew(content);
    case "voice": {
      const end = fold?.talk_end;
      const packets = end ? await media.keptPackets(content.talk_id) : [];
      if (!end || packets.length < end.packets) throw new FeiliaoError("media_missing");
      return { type: "talk", packets, waveform: loudnessOf(end.waveform) };
    }
    default:
      throw new FeiliaoError("media_missing");
  }
}

/** Without what only the entry that was lost has. */
function anew<Content extends object>(content: Content): Content {
  const {
    reply_to: _,
    expires_in_s: __,
    ...rest
  } = content as Content & {
    reply_to?: unknown;
    expires_in_s?: unknown;
  };
  return rest as Content;
}
