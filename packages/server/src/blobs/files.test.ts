import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blobsContract } from "./blobs.contract.ts";
import { fileBlobs } from "./files.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-blobs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

blobsContract("files", async () => fileBlobs(folder));

test("D12 D19 bytes that a full disk did not take are refused, to be sent again later", async () => {
  const blobs = fileBlobs(folder);
  symlinkSync("/dev/full", join(folder, "uploads", "upl_full")); // every write fails with ENOSPC (full(4))
  const refused = blobs.partial("upl_full").append(0, Uint8Array.of(1, 2, 3));
  await expect(refused).rejects.toMatchObject({ code: "storage_failed", details: { retry_after_s: 5 } });
});
