import { z } from "zod";
import { blobId, uploadId } from "../ids.ts";
import { operation } from "../operation.ts";

export const MEDIA_BYTES_MAX = 100 * 1024 * 1024;

export const mediaStart = operation({
  name: "media/start",
  doc: "Begins or continues an upload of bytes with a known hash. Send them with PATCH /v1/media/uploads/<upload_id> and an Upload-Offset header, in pieces of any size; `received` says where to go on. When the last byte is durable the answer carries blob_id.",
  access: "device",
  input: z.object({
    sha256: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .meta({ description: "of the whole content, base64url" }),
    size: z.int().min(1).max(MEDIA_BYTES_MAX),
  }),
  output: z.object({
    upload_id: uploadId,
    received: z.int().min(0),
    blob_id: blobId.nullable().meta({ description: "set when the upload is complete" }),
  }),
  errors: ["too_large", "quota_exceeded", "upload_offset", "upload_mismatch"],
});
export type UploadState = z.infer<typeof mediaStart.output>;
