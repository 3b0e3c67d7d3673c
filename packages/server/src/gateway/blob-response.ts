import type { BlobId } from "@feiliao/protocol";
import type { StoredBlob } from "../blobs/blobs.ts";
import { isKnown, rangeOf } from "./byte-range.ts";
import { UPLOAD_HEADERS } from "./security-headers.ts";

/** A blob, or the part of it that is asked for, so that a download can go on where it broke off. */
export function blobResponse(headers: Headers, blob_id: BlobId, blob: StoredBlob, type: string): Response {
  const etag = `"${blob_id}"`; // named after the bytes' hash, which makes it a strong one
  const common = {
    ...UPLOAD_HEADERS,
    "accept-ranges": "bytes",
    "content-disposition": type.startsWith("image/") ? "inline" : "attachment",
    etag,
  };
  if (isKnown(headers, etag)) return new Response(null, { status: 304, headers: common });
  const range = rangeOf(headers, blob.size, etag);
  switch (range.status) {
    case 200:
      return new Response(blob.body(), {
        headers: { ...common, "content-type": type, "content-length": String(blob.size) },
      });
    case 206: {
      const { start, end } = range;
      return new Response(blob.body(start, end), {
        status: 206,
        headers: {
          ...common,
          "content-type": type,
          "content-length": String(end - start),
          "content-range": `bytes ${start}-${end - 1}/${blob.size}`,
        },
      });
    }
    case 416:
      return new Response(null, {
        status: 416,
        headers: { ...common, "content-range": `bytes */${blob.size}` },
      });
  }
}
