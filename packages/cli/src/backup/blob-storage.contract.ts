import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import type { BlobStorage, StoredBlob } from "./blob-storage.ts";

/** What a backup and a restore rely on; `open` gives an empty storage and a server's blobs in the same place. */
export function blobStorageContract(
  name: string,
  open: () => Promise<{ storage: BlobStorage; server: Blobs }>,
): void {
  describe(`blob storage contract: ${name}`, () => {
    test("what a server put is listed with its size and fetched whole; unfinished uploads are not listed", async () => {
      const { storage, server } = await open();
      const texts = ["one", "two and a half", "x".repeat(100_000)];
      const put = await Promise.all(texts.map((text) => server.put(new TextEncoder().encode(text))));
      await server.partial("upl_unfinished").append(0, new TextEncoder().encode("half"));
      const listed = new Map((await all(storage)).map(({ blob_id, bytes }) => [blob_id, bytes]));
      expect(listed).toEqual(new Map(put.map((blob_id, index) => [blob_id, texts[index]!.length])));
      const folder = mkdtempSync(join(tmpdir(), "feiliao-blobs-"));
      for (const [index, blob_id] of put.entries()) {
        await storage.fetch(blob_id, join(folder, blob_id));
        expect(readFileSync(join(folder, blob_id), "utf8")).toBe(texts[index]!);
      }
      rmSync(folder, { recursive: true });
    });

    test("what was stored is what a server serves, and storing it again changes nothing", async () => {
      const { storage, server } = await open();
      const folder = mkdtempSync(join(tmpdir(), "feiliao-blobs-"));
      const bytes = new TextEncoder().encode("restored");
      const blob_id = `blb_${new Bun.CryptoHasher("sha256").update(bytes).digest("base64url")}` as const;
      writeFileSync(join(folder, "blob"), bytes);
      for (let time = 0; time < 2; time++) {
        await storage.store(blob_id, join(folder, "blob"));
        await storage.settle();
        expect(await (await server.get(blob_id))!.bytes()).toEqual(bytes);
      }
      rmSync(folder, { recursive: true });
    });

    test("a listing goes on after its first page", async () => {
      const { storage, server } = await open();
      const texts = Array.from({ length: 10 }, (_, index) => `blob ${index}`);
      const put = await Promise.all(texts.map((text) => server.put(new TextEncoder().encode(text))));
      expect((await all(storage)).map(({ blob_id }) => blob_id).sort()).toEqual(put.sort());
    });
  });
}

async function all(storage: BlobStorage): Promise<StoredBlob[]> {
  const listed: StoredBlob[] = [];
  for await (const blob of storage.list()) listed.push(blob);
  return listed;
}
