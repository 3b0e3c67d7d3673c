import { MEDIA_BYTES_MAX } from "../../media/start.ts";
import { CONVERSATION, PICTURE, TALK, UPLOAD } from "../examples/cast.ts";
import { type Block, heading, json, list, paragraph } from "../page.ts";
import { bytesText } from "./bytes-text.ts";

export function mediaRoutes(): Block[] {
  return [
    heading(2, "Sending the bytes", "media-upload"),
    paragraph(
      "`PATCH /v1/media/uploads/<upload_id>` appends the body to the upload. `Upload-Offset` says where the body begins; it must be what the server has `received` so far, otherwise the answer is [`upload_offset`](errors#upload_offset) with the offset that is `expected`. After a broken connection, call [media/start](media#media-start) again and go on from `received`.",
    ),
    {
      kind: "code",
      language: "http",
      text: `PATCH /v1/media/uploads/${UPLOAD}\nAuthorization: Bearer <token>\nUpload-Offset: 0\n\n<bytes>`,
    },
    paragraph("is answered by"),
    json({ upload_id: UPLOAD, received: 48_213, blob_id: PICTURE }),
    paragraph(
      `\`blob_id\` is null until the last byte is durable. The whole may have ${bytesText(MEDIA_BYTES_MAX)}; an upload whose hash does not match is discarded with [\`upload_mismatch\`](errors#upload_mismatch).`,
    ),
    heading(2, "Fetching the bytes", "media-download"),
    paragraph(
      "`GET /v1/media/<conversation_id>/<blob_id>` answers the bytes of a blob that belongs to the conversation; `me` in place of the conversation means what the caller may refer to: uploads and the profile's picture. Blobs never change, so keep them for ever.",
    ),
    paragraph(
      "A download that broke off goes on with `Range: bytes=<received>-`; the ETag, which `If-Range` takes, is the blob_id in quotation marks. One range at a time: several are answered by 416.",
    ),
    {
      kind: "code",
      language: "http",
      text: `GET /v1/media/${CONVERSATION}/${PICTURE}\nAuthorization: Bearer <token>`,
    },
  ];
}

export function talkRoutes(): Block[] {
  return [
    heading(2, "Fetching a voice message", "talk-packets"),
    paragraph(
      "`GET /v1/talks/<talk_id>/packets` answers every packet of a talk, for whoever was not there while it was spoken:",
    ),
    {
      kind: "code",
      language: "http",
      text: `GET /v1/talks/${TALK}/packets\nAuthorization: Bearer <token>`,
    },
    list(
      "The body is the packets one after the other, each a big-endian u16 length and so many bytes of Opus.",
      "Each packet is 20 ms of mono sound at 48 kHz (RFC 6716), in order and without gaps.",
    ),
  ];
}
