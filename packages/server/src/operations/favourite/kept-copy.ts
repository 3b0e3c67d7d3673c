import type { Entry, KeptContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { TalkStore } from "../../store/talk-store.ts";

/**
 * A message as a favourite: in its present wording, and without what ties it to its place in the log.
 *
 * @throws forbidden when it disappears, or is a voice message that is not whole
 */
export async function keptCopy(talks: Pick<TalkStore, "blob">, entry: Entry): Promise<KeptContent> {
  const { content, fold } = entry;
  if ("expires_in_s" in content && content.expires_in_s !== undefined) throw new FeiliaoError("forbidden");
  switch (content.type) {
    case "text": {
      const { preview, forwarded } = content;
      const { text, mentions } = fold?.edit ?? content;
      return {
        type: "text",
        text,
        ...(mentions && { mentions }),
        ...(preview && { preview }),
        ...(forwarded && { forwarded }),
      };
    }
    case "image":
    case "video":
    case "file": {
      const { reply_to: _, album_id: __, ...rest } = { album_id: undefined, ...content };
      return { ...rest, ...(fold?.edit && { caption: fold.edit.text }) } as KeptContent;
    }
    case "location":
    case "contact_card": {
      const { reply_to: _, ...rest } = content;
      return rest;
    }
    case "voice": {
      const end = fold?.talk_end;
      const blob_id = end?.outcome === "complete" ? await talks.blob(content.talk_id) : null;
      if (!end || !blob_id) throw new FeiliaoError("forbidden");
      const { packets, duration_ms, waveform } = end;
      return { type: "voice", blob_id, packets, duration_ms, waveform };
    }
    default:
      throw new FeiliaoError("target_gone");
  }
}
