import { afterAll, beforeAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileBlobs } from "@feiliao/server/blobs/files";
import { s3Blobs } from "@feiliao/server/blobs/s3/s3-blobs";
import { type S3Server, startS3 } from "@feiliao/testkit/servers/s3";
import { blobStorageContract } from "./blob-storage.contract.ts";
import { folderBlobs } from "./blob-storage.ts";
import { s3BlobStorage } from "./s3-blob-storage.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-storage-"));
let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3();
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await s3.stop();
});

blobStorageContract("folder", async () => {
  const data = join(folder, crypto.randomUUID());
  return { storage: folderBlobs(data), server: fileBlobs(data) };
});

blobStorageContract("S3", async () => {
  const { endpoint, bucket, access_key, secret_key } = s3;
  const login = [access_key, secret_key].map(encodeURIComponent).join(":");
  const url = `${endpoint.replace("http://", `s3://${login}@`)}/${bucket}/${crypto.randomUUID()}?tls=off`;
  return { storage: s3BlobStorage(url, {}, 3), server: s3Blobs(url, {}) };
});
