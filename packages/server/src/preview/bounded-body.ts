import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Refusal } from "./refusal.ts";

const DECODERS: Record<string, (() => NodeJS.ReadWriteStream & Readable) | undefined> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The body, decompressed, up to so many bytes; what goes on is not read. Only as much is decompressed as is kept, so
 * that a small answer cannot become a large one in memory.
 */
export async function readBounded(
  response: IncomingMessage,
  bytes_max: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of decoded(response)) {
      const chunk = part as Uint8Array;
      parts.push(chunk.subarray(0, bytes_max - size));
      size += chunk.length;
      if (size > bytes_max) break;
    }
  } finally {
    response.destroy();
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), complete: size <= bytes_max };
}

function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "" || encoding === "identity") return response;
  const decoder = DECODERS[encoding]?.();
  if (!decoder) throw new Refusal("type");
  response.on("error", (failure) => decoder.destroy(failure));
  response.pipe(decoder);
  return decoder;
}
