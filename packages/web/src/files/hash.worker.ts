import { sha256 } from "@noble/hashes/sha2.js";

/** WebCrypto takes the whole at once; a file of 100 MB is read and hashed in slices. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** Answers the digest of a file, or null when it cannot be read. */
self.addEventListener("message", async ({ data: file }: MessageEvent<Blob>) => {
  self.postMessage(await hash(file).catch(() => null));
});

async function hash(file: Blob): Promise<Uint8Array> {
  const hasher = sha256.create();
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    hasher.update(new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer()));
  }
  return hasher.digest();
}
