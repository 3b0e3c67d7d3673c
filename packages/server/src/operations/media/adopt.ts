import type { AccountId, BlobId, EntryContent, KeptContent } from "@feiliao/protocol";
import type { MediaStore } from "../../store/media-store.ts";
import { DAY_MS, takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import { readMessage } from "../message/read-message.ts";
import type { Services } from "../services.ts";

const MESSAGES_PER_DAY_MAX = 2_000;

export function mediaAdopt({ store, clock }: Pick<Services, "store" | "clock">): Handler<"media/adopt"> {
  return async ({ conversation_id, seq }, { caller }) => {
    const { account_id } = caller;
    const budget = { key: `adopt ${account_id}`, limit: MESSAGES_PER_DAY_MAX, window_ms: DAY_MS };
    await takeBudget(store.limits, budget, clock.now());
    const { content } = await readMessage({ store }, account_id, conversation_id, seq);
    await adopt(store.media, account_id, content);
    return {};
  };
}

/** The account may refer to the blobs of a content that it was shown, and fetch them as its own. */
export async function adopt(
  media: Pick<MediaStore, "grant">,
  account_id: AccountId,
  content: EntryContent | KeptContent,
): Promise<void> {
  await Promise.all(sizedBlobs(content).map(([blob_id, size]) => media.grant(account_id, blob_id, size)));
}

function sizedBlobs(content: EntryContent | KeptContent): [blob_id: BlobId, bytes: number][] {
  switch (content.type) {
    case "image":
    case "file":
      return [[content.blob_id, content.size]];
    case "video":
      return [
        [content.blob_id, content.size],
        [content.poster.blob_id, content.poster.size],
      ];
    case "text":
      return content.preview?.image ? [[content.preview.image.blob_id, content.preview.image.size]] : [];
    case "voice":
      return "blob_id" in content ? [[content.blob_id, 0]] : [];
    default:
      return [];
  }
}
