import { createHash } from "node:crypto";
import type { BlobId, ErrorBody, SendableContent, UploadState } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Device } from "@feiliao/testkit";

const RETRY_AFTER_MS = 20;

/** Uploads bytes in pieces, from wherever the server has got to, until they are a blob. */
export async function upload(
  device: Device,
  bytes: Uint8Array<ArrayBuffer>,
  piece_bytes: number,
  isStopped: () => boolean = () => false,
): Promise<BlobId> {
  const sha256 = createHash("sha256").update(bytes).digest("base64url");
  for (;;) {
    try {
      let state = await device.post("media/start", { sha256, size: bytes.length });
      while (!state.blob_id) {
        const piece = bytes.slice(state.received, state.received + piece_bytes);
        state = await sendPiece(device, state, piece);
      }
      return state.blob_id;
    } catch (failure) {
      if (isStopped()) throw failure;
      await Bun.sleep(RETRY_AFTER_MS);
    }
  }
}

/** @throws {FeiliaoError} */
export async function sendPiece(
  device: Device,
  { upload_id, received }: UploadState,
  piece: Uint8Array<ArrayBuffer>,
): Promise<UploadState> {
  const response = await device.fetch(`/v1/media/uploads/${upload_id}`, {
    method: "PATCH",
    headers: { "upload-offset": String(received) },
    body: piece,
  });
  const body = (await response.json()) as UploadState | { error: ErrorBody };
  if ("error" in body) throw FeiliaoError.fromBody(body.error);
  return body;
}

/** A message that shows an uploaded picture. */
export function pictureOf(blob_id: BlobId, size: number): SendableContent {
  return { type: "image", blob_id, mime: "image/png", size, width: 8, height: 8, thumbhash: "" };
}
