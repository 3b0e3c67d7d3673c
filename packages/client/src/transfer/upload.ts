import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Call } from "../call.ts";
import type { Http } from "../connection/http.ts";
import { NoAnswerError } from "../no-answer.ts";
import type { Clock } from "../types.ts";
import { FIRST_PIECE_BYTES, nextPieceBytes } from "./pace.ts";

interface Parts {
  call: Call;
  clock: Clock;
  http: Http;
  token: string;
}

export interface UploadOptions {
  onProgress?: (sent_bytes: number) => void;
  signal?: AbortSignal;
}

/**
 * Brings bytes to the server, in pieces, from where an earlier try ended; resolves when they are durable there. Each
 * piece is sent once the server has the one before. @throws {FeiliaoError | NoAnswerError}
 */
export async function uploadBytes(
  { call, clock, http, token }: Parts,
  bytes: Blob,
  sha256: string,
  { onProgress, signal }: UploadOptions = {},
): Promise<void> {
  let piece_bytes = FIRST_PIECE_BYTES;
  let upload = await call("media/start", { sha256, size: bytes.size });
  while (upload.blob_id === null) {
    const { upload_id, received } = upload;
    onProgress?.(received);
    signal?.throwIfAborted();
    const piece = bytes.slice(received, received + piece_bytes);
    const begun_at = clock.now();
    const path = `/v1/media/uploads/${upload_id}`;
    upload = await http.upload(path, received, piece, token, signal).catch(unlessMoved);
    piece_bytes = nextPieceBytes(piece.size, clock.now() - begun_at);
  }
  onProgress?.(bytes.size);
}

/** An upload that went on elsewhere or expired says nothing against the bytes: begin again where it stands. */
function unlessMoved(error: unknown): never {
  const moved = error instanceof FeiliaoError && ["upload_offset", "not_found"].includes(error.code);
  throw moved ? new NoAnswerError(error) : error;
}
