import type { ConversationId } from "@feiliao/protocol";
import { safeFileName } from "../files/file-name.ts";
import { t } from "../i18n/language.ts";
import { encodePicture, PICTURE_SIDE_MAX } from "../picture/encode.ts";
import { agreed } from "../sms/agreed.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import { isVideoType, readVideo } from "../video/read-video.ts";
import { sortFiles } from "./sort-files.ts";

/** A media type without parameters, as the contract takes it. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;
const UNKNOWN_TYPE = "application/octet-stream";

/** Sends what was chosen: pictures re-encoded and together, videos with a poster, the rest as files. */
export async function sendFiles(
  conversation_id: ConversationId,
  chosen: readonly File[],
  unchanged = false,
): Promise<void> {
  const { albums, videos, files, too_large, empty } = sortFiles(chosen, unchanged);
  for (const { name } of too_large) showToast(t().attach.too_large(name));
  for (const { name } of empty) showToast(t().attach.empty_file(name));
  try {
    for (const album of albums) await sendAlbum(conversation_id, album);
    for (const video of videos) await sendVideo(conversation_id, video);
    for (const file of files) await sendFile(conversation_id, file);
  } catch {
    showToast(t().composer.not_kept);
  }
}

/** One picture after the other, so that they stand in the order they were chosen. */
async function sendAlbum(conversation_id: ConversationId, pictures: readonly File[]): Promise<void> {
  const album_id = pictures.length > 1 ? crypto.randomUUID().replaceAll("-", "") : undefined;
  for (const file of pictures) {
    const picture = await encodePicture(file, { kind: "fit", side: PICTURE_SIDE_MAX }).catch(() => null);
    const options = { album_id, ...agreed(conversation_id, null) };
    if (picture) await client.sendPicture(conversation_id, picture, options);
    else showToast(t().composer.not_a_picture);
  }
}

async function sendVideo(conversation_id: ConversationId, file: File): Promise<void> {
  const { type } = file;
  const video = isVideoType(type) ? await readVideo(file, type).catch(() => null) : null;
  if (video) await client.sendVideo(conversation_id, video, agreed(conversation_id, null));
  else {
    showToast(t().attach.not_a_video(file.name));
    await sendFile(conversation_id, file);
  }
}

async function sendFile(conversation_id: ConversationId, file: File): Promise<void> {
  const type = file.type.split(";")[0]!.trim().toLowerCase();
  const mime = MEDIA_TYPE.test(type) && type.length <= 100 ? type : UNKNOWN_TYPE;
  const named = { blob: file, name: safeFileName(file.name), mime };
  await client.sendFile(conversation_id, named, agreed(conversation_id, null));
}
