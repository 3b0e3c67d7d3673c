import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blobsContract } from "./blobs.contract.ts";
import { fileBlobs } from "./files.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-blobs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

blobsContract("files", async () => fileBlobs(folder));
