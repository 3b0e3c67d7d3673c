import { describe, expect, test } from "bun:test";
import { sha256 } from "../platform/secret.ts";
import type { Blobs, StoredBlob } from "./blobs.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const digestOf = (data: string | Uint8Array) => sha256(data).toString("base64url");
const textOf = async (blob: StoredBlob | null) => new TextDecoder().decode(await blob!.bytes());
const textOfBody = (blob: StoredBlob, start?: number, end?: number) =>
  new Response(blob.body(start, end)).text();

const LARGE_BYTES = 20 * 1024 * 1024 + 7;
const LARGE_PIECE_BYTES = 3 * 1024 * 1024;

/** What every blob store must do. Each `open` is one more node with the same storage. */
export function blobsContract(name: string, open: () => Promise<Blobs>): void {
  describe(`blobs contract: ${name}`, () => {
    test("the id of a blob is its hash, and the same bytes are one blob", async () => {
      const blobs = await open();
      const blob_id = await blobs.put(bytesOf("飞聊"));
      expect(blob_id).toBe(`blb_${digestOf("飞聊")}`);
      expect(await blobs.put(bytesOf("飞聊"))).toBe(blob_id);
      expect(await textOf(await blobs.get(blob_id))).toBe("飞聊");
      await blobs.close();
    });

    test("the same bytes put by two nodes at once are one whole blob", async () => {
      const nodes = await Promise.all([open(), open()]);
      const bytes = new Uint8Array(1024 * 1024).fill(7);
      const ids = await Promise.all(nodes.flatMap((node) => [node.put(bytes), node.put(bytes)]));
      expect(new Set(ids).size).toBe(1);
      expect(digestOf(await (await nodes[0].get(ids[0]!))!.bytes())).toBe(digestOf(bytes));
      await Promise.all(nodes.map((node) => node.close()));
    });

    test("a part of a blob is read without the rest", async () => {
      const blobs = await open();
      const blob = (await blobs.get(await blobs.put(bytesOf("0123456789"))))!;
      expect(blob.size).toBe(10);
      expect(new TextDecoder().decode(await blob.bytes(2, 5))).toBe("234");
      expect(await textOfBody(blob)).toBe("0123456789");
      expect(await textOfBody(blob, 7)).toBe("789");
      expect(await textOfBody(blob, 0, 1)).toBe("0");
      await blobs.close();
    });

    test("what is not there is null", async () => {
      const blobs = await open();
      expect(await blobs.get(`blb_${digestOf("nowhere")}`)).toBeNull();
      await blobs.close();
    });

    test("D12 an upload in pieces, taken by two nodes in turn, becomes the blob its hash says", async () => {
      const [near, far] = [await open(), await open()];
      expect(await near.partial("upl_a").received()).toBe(0);
      expect(await near.partial("upl_a").append(0, bytesOf("one "))).toBe(4);
      expect(await far.partial("upl_a").received()).toBe(4);
      expect(await far.partial("upl_a").append(4, bytesOf("two"))).toBe(7);
      expect(await near.get(`blb_${digestOf("one two")}`)).toBeNull();
      const blob_id = await near.seal("upl_a", digestOf("one two"));
      expect(await textOf(await far.get(blob_id!))).toBe("one two");
      expect(await far.partial("upl_a").received()).toBe(0);
      await Promise.all([near.close(), far.close()]);
    });

    test("a large upload is whole, and no part of it is served before", async () => {
      const blobs = await open();
      const large = new Uint8Array(LARGE_BYTES).map((_, index) => (index * 2_654_435_761) >>> 24);
      for (let at = 0; at < large.length; at += LARGE_PIECE_BYTES) {
        await blobs.partial("upl_large").append(at, large.subarray(at, at + LARGE_PIECE_BYTES));
      }
      expect(await blobs.partial("upl_large").received()).toBe(LARGE_BYTES);
      expect(await blobs.get(`blb_${digestOf(large)}`)).toBeNull();
      const blob = (await blobs.get((await blobs.seal("upl_large", digestOf(large)))!))!;
      expect(blob.size).toBe(LARGE_BYTES);
      expect(digestOf(await blob.bytes())).toBe(digestOf(large));
      expect(await blob.bytes(LARGE_BYTES - 3)).toEqual(large.slice(-3));
      await blobs.close();
    });

    test("the same bytes added twice, by two nodes at once and cut differently, spoil nothing", async () => {
      const [near, far] = [await open(), await open()];
      const text = "abcdefghij";
      await Promise.all([
        near.partial("upl_twice").append(0, bytesOf("abcd")),
        far.partial("upl_twice").append(0, bytesOf("abcdef")),
        far.partial("upl_twice").append(0, bytesOf("abcdef")),
      ]);
      expect(await near.partial("upl_twice").received()).toBe(6);
      await Promise.all([
        near.partial("upl_twice").append(4, bytesOf("efghij")),
        far.partial("upl_twice").append(6, bytesOf("gh")),
      ]);
      expect(await far.partial("upl_twice").received()).toBe(10);
      const blob_id = await near.seal("upl_twice", digestOf(text));
      expect(await textOf(await far.get(blob_id!))).toBe(text);
      await Promise.all([near.close(), far.close()]);
    });

    test("an upload with another hash than announced is discarded", async () => {
      const blobs = await open();
      await blobs.partial("upl_b").append(0, bytesOf("forged"));
      expect(await blobs.seal("upl_b", digestOf("honest"))).toBeNull();
      expect(await blobs.partial("upl_b").received()).toBe(0);
      expect(await blobs.get(`blb_${digestOf("forged")}`)).toBeNull();
      await blobs.close();
    });

    test("an upload that is sealed several times, also by two nodes at once, is one blob for all", async () => {
      const [near, far] = [await open(), await open()];
      const digest = digestOf("once");
      await near.partial("upl_c").append(0, bytesOf("once"));
      const sealed = await Promise.all([near, far, near, far].map((node) => node.seal("upl_c", digest)));
      expect([...sealed, await far.seal("upl_c", digest)]).toEqual(Array(5).fill(`blb_${digest}`));
      expect(await textOf(await far.get(`blb_${digest}`))).toBe("once");
      await Promise.all([near.close(), far.close()]);
    });

    test("who has no bytes gets no blob, though somebody else's has the hash", async () => {
      const blobs = await open();
      await blobs.put(bytesOf("private"));
      expect(await blobs.seal("upl_nothing", digestOf("private"))).toBeNull();
      await blobs.partial("upl_forged").append(0, bytesOf("forgery"));
      const answers = await Promise.all([1, 2, 3].map(() => blobs.seal("upl_forged", digestOf("private"))));
      expect(answers).toEqual([null, null, null]);
      await blobs.close();
    });

    test("old unfinished uploads are swept, others and blobs are not", async () => {
      const blobs = await open();
      const blob_id = await blobs.put(bytesOf("kept"));
      await blobs.partial("upl_old").append(0, bytesOf("old"));
      await blobs.sweep(Date.now() - 3_600_000);
      expect(await blobs.partial("upl_old").received()).toBe(3);
      await blobs.sweep(Date.now() + 3_600_000);
      expect(await blobs.partial("upl_old").received()).toBe(0);
      expect(await textOf(await blobs.get(blob_id))).toBe("kept");
      await blobs.close();
    });
  });
}
