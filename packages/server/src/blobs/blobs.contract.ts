import { describe, expect, test } from "bun:test";
import { sha256 } from "../platform/secret.ts";
import type { Blobs } from "./blobs.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const digestOf = (text: string) => sha256(text).toString("base64url");

/** What every blob store must do. */
export function blobsContract(name: string, open: () => Promise<Blobs>): void {
  describe(`blobs contract: ${name}`, () => {
    test("the id of a blob is its hash, and the same bytes are one blob", async () => {
      const blobs = await open();
      const blob_id = await blobs.put(bytesOf("飞聊"));
      expect(blob_id).toBe(`blb_${digestOf("飞聊")}`);
      expect(await blobs.put(bytesOf("飞聊"))).toBe(blob_id);
      expect(await (await blobs.get(blob_id))!.text()).toBe("飞聊");
      await blobs.close();
    });

    test("what is not there is null", async () => {
      const blobs = await open();
      expect(await blobs.get(`blb_${digestOf("nowhere")}`)).toBeNull();
      await blobs.close();
    });

    test("an upload in pieces becomes the blob its hash says", async () => {
      const blobs = await open();
      const upload = blobs.partial("upl_a");
      expect(await upload.received()).toBe(0);
      expect(await upload.append(bytesOf("one "))).toBe(4);
      expect(await blobs.partial("upl_a").append(bytesOf("two"))).toBe(7);
      const blob_id = await blobs.seal("upl_a", digestOf("one two"));
      expect(await (await blobs.get(blob_id!))!.text()).toBe("one two");
      expect(await upload.received()).toBe(0);
      await blobs.close();
    });

    test("an upload that is sealed several times, also at once, is one blob for all", async () => {
      const blobs = await open();
      await blobs.partial("upl_c").append(bytesOf("once"));
      const digest = digestOf("once");
      const sealed = await Promise.all([1, 2, 3].map(() => blobs.seal("upl_c", digest)));
      expect([...sealed, await blobs.seal("upl_c", digest)]).toEqual(Array(4).fill(`blb_${digest}`));
      expect(await blobs.seal("upl_nothing", digestOf("nothing"))).toBeNull();
      await blobs.close();
    });

    test("an upload with another hash than announced is discarded", async () => {
      const blobs = await open();
      await blobs.partial("upl_b").append(bytesOf("forged"));
      expect(await blobs.seal("upl_b", digestOf("honest"))).toBeNull();
      expect(await blobs.partial("upl_b").received()).toBe(0);
      expect(await blobs.get(`blb_${digestOf("forged")}`)).toBeNull();
      await blobs.close();
    });
  });
}
