import type { ConversationId } from "@feiliao/protocol";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import { encodePicture, PICTURE_SIDE_MAX } from "./encode.ts";

/** Re-encodes a picture and sends it; what is no picture, or finds no room here, is refused with a remark. */
export async function sendPictureFile(conversation_id: ConversationId, file: Blob): Promise<void> {
  const picture = await encodePicture(file, { kind: "fit", side: PICTURE_SIDE_MAX }).catch(() => null);
  if (!picture) return showToast(t().composer.not_a_picture);
  await client.sendPicture(conversation_id, picture).catch(() => showToast(t().composer.not_kept));
}
