import { fileBlobs } from "@feiliao/server/blobs/files";
import { sha256 } from "@feiliao/server/platform/secret";

// Stores two blobs below a folder, one whole and one uploaded in pieces, and ends when both are acknowledged.

export const WHOLE = new Uint8Array(3_000).fill(1);
export const IN_PIECES = new Uint8Array(3_000).fill(2);

if (import.meta.main) {
  const blobs = fileBlobs(process.argv[2]!);
  await blobs.put(WHOLE);
  const upload = blobs.partial("upl_1");
  await upload.append(0, IN_PIECES.slice(0, 1_000));
  await upload.append(1_000, IN_PIECES.slice(1_000));
  await blobs.seal("upl_1", sha256(IN_PIECES).toString("base64url"));
}
