import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { converse, type Device, story } from "@feiliao/testkit";

const PNG = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64url");

test("GW8 an upload goes on where the server says, and forged bytes are discarded", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const { device } = alice;
    const upload = await device.post("media/start", { sha256: digest(PNG), size: PNG.length });
    expect(upload).toMatchObject({ received: 0, blob_id: null });
    const patch = async (id: string, offset: number | string, bytes: Uint8Array<ArrayBuffer>) => {
      const headers = { "upload-offset": String(offset) };
      const response = await device.fetch(`/v1/media/uploads/${id}`, {
        method: "PATCH",
        headers,
        body: bytes,
      });
      return (await response.json()) as {
        received?: number;
        blob_id?: string;
        error?: { code: string; expected?: number };
      };
    };
    expect(await patch(upload.upload_id, 0, PNG.slice(0, 30))).toMatchObject({ received: 30, blob_id: null });
    expect(await device.post("media/start", { sha256: digest(PNG), size: PNG.length })).toMatchObject({
      upload_id: upload.upload_id,
      received: 30,
    });
    expect(await patch(upload.upload_id, 0, PNG)).toMatchObject({
      error: { code: "upload_offset", expected: 30 },
    });
    expect(await patch(upload.upload_id, "x", PNG)).toMatchObject({ error: { code: "bad_request" } });
    expect(await patch(upload.upload_id, 30, PNG.slice(30))).toMatchObject({ blob_id: `blb_${digest(PNG)}` });
    const forged = await device.post("media/start", { sha256: digest(PNG.slice(1)), size: 4 });
    expect(await patch(forged.upload_id, 0, Uint8Array.of(1, 2, 3, 4))).toMatchObject({
      error: { code: "upload_mismatch" },
    });
    const again = await device.post("media/start", { sha256: digest(PNG.slice(1)), size: 4 });
    expect(again).toMatchObject({ received: 0, blob_id: null }); // nobody has those bytes, D12
    const long = await device.post("media/start", { sha256: digest(Uint8Array.of(1)), size: 1 });
    expect(await patch(long.upload_id, 0, Uint8Array.of(1, 2))).toMatchObject({
      error: { code: "upload_mismatch" },
    });
    expect(await patch("upl_nobody", 0, PNG)).toMatchObject({ error: { code: "not_found" } });
  });
});

test("GW9 GW10 a file is for the members of its conversation, as what it really is", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    const foreign = await converse(alice, carol);
    const script = new TextEncoder().encode("<script>alert(1)</script>");
    const [picture, page] = [
      await upload(alice.device, PNG),
      await upload(alice.device, Uint8Array.from(script)),
    ];
    const content = {
      type: "image" as const,
      mime: "image/png" as const,
      size: 70,
      width: 1,
      height: 1,
      thumbhash: "",
    };
    for (const blob_id of [picture, page]) {
      const stolen = bob.device.post("message/send", {
        conversation_id,
        client_id: blob_id,
        content: { ...content, blob_id },
      });
      await expect(stolen).rejects.toMatchObject({ code: "media_missing" });
      await alice.device.post("message/send", {
        conversation_id,
        client_id: blob_id,
        content: { ...content, blob_id },
      });
    }
    const shown = await bob.device.fetch(`/v1/media/${conversation_id}/${picture}`);
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG);
    const download = await bob.device.fetch(`/v1/media/${conversation_id}/${page}`);
    expect(download.headers.get("content-type")).toBe("application/octet-stream");
    expect(download.headers.get("content-disposition")).toBe("attachment");
    expect(download.headers.get("content-security-policy")).toContain("sandbox");
    for (const path of [`${conversation_id}/${picture}`, `${foreign}/${picture}`, `me/${picture}`]) {
      expect((await carol.device.fetch(`/v1/media/${path}`)).status).toBe(404);
    }
  });
});

test("GW15: a download goes on where it broke off, for members only", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    const blob_id = await upload(alice.device, PNG);
    const picture = { mime: "image/png" as const, size: 70, width: 1, height: 1, thumbhash: "" };
    const content = { type: "image" as const, blob_id, ...picture };
    await alice.device.post("message/send", { conversation_id, client_id: "a", content });
    const get = (device: Device, headers: Record<string, string>) =>
      device.fetch(`/v1/media/${conversation_id}/${blob_id}`, { headers });

    const whole = await get(bob.device, {});
    const etag = whole.headers.get("etag")!;
    expect([whole.status, whole.headers.get("accept-ranges"), etag]).toEqual([200, "bytes", `"${blob_id}"`]);
    const rest = await get(bob.device, { range: "bytes=30-", "if-range": etag });
    expect([rest.status, rest.headers.get("content-range")]).toEqual([206, `bytes 30-69/${PNG.length}`]);
    expect(await rest.bytes()).toEqual(PNG.slice(30));
    expect(rest.headers.get("content-security-policy")).toContain("sandbox");
    const beyond = await get(bob.device, { range: "bytes=70-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${PNG.length}`]);
    expect((await get(bob.device, { range: "bytes=0-1,3-4" })).status).toBe(416);
    expect((await get(bob.device, { "if-none-match": etag })).status).toBe(304);
    expect((await get(carol.device, { range: "bytes=0-1" })).status).toBe(404);
  });
});

test("GW16: an account keeps no more bytes than its share, and what it has already counts once", async () => {
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const big = (byte: number) => new Uint8Array(600 * 1024).fill(byte);
      const start = (device: Device, bytes: Uint8Array) =>
        device.post("media/start", { sha256: digest(bytes), size: bytes.length });
      const kept = await upload(alice.device, big(1));
      await expect(start(alice.device, big(2))).rejects.toMatchObject({ code: "quota_exceeded" });
      expect(await start(alice.device, big(1))).toMatchObject({ blob_id: kept });
      expect(await start(alice.device, PNG)).toMatchObject({ received: 0 });
      expect(await upload(bob.device, big(2))).toStartWith("blb_");
    },
    { settings: { uploads_total_mb: 1 } },
  );
});

test("GW8: going on with an upload costs nothing of the day's budget", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const size = 100 * 1024 * 1024;
    const input = { sha256: digest(PNG), size };
    const { upload_id } = await alice.device.post("media/start", input);
    for (let times = 0; times < 30; times++)
      expect(await alice.device.post("media/start", input)).toMatchObject({ upload_id, received: 0 });
  });
});

async function upload(device: Device, bytes: Uint8Array<ArrayBuffer>): Promise<`blb_${string}`> {
  const { upload_id } = await device.post("media/start", { sha256: digest(bytes), size: bytes.length });
  const response = await device.fetch(`/v1/media/uploads/${upload_id}`, {
    method: "PATCH",
    headers: { "upload-offset": "0" },
    body: bytes,
  });
  return ((await response.json()) as { blob_id: `blb_${string}` }).blob_id;
}
