import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Device } from "@feiliao/testkit";
import { DAY_MS, withBob } from "./sms-people.ts";

const PNG = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);

async function upload(device: Device) {
  const sha256 = createHash("sha256").update(PNG).digest("base64url");
  const { upload_id } = await device.post("media/start", { sha256, size: PNG.length });
  const headers = { "upload-offset": "0" };
  await device.fetch(`/v1/media/uploads/${upload_id}`, { method: "PATCH", headers, body: PNG });
  return `blb_${sha256}` as const;
}

test("SW1 the link of a picture in an SMS shows it to who has the SMS, and to nobody else, for seven days", async () => {
  const settings = { public_url: "https://chat.example.org", simulator: true };
  await withBob(
    async ({ alice, bob, conversation_id, clock, server }) => {
      const blob_id = await upload(alice.device);
      const content = {
        type: "image",
        blob_id,
        mime: "image/png",
        size: PNG.length,
        width: 1,
        height: 1,
        thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
      } as const;
      const sms = { fen_max: 100 };
      await alice.device.post("message/send", { conversation_id, client_id: "picture", content, sms });
      const { text } = await bob.sms((one) => one.text.includes("/s#"));
      const token = /https:\/\/chat\.example\.org\/s#([\w-]{22})/.exec(text)![1]!;
      const open = (body: unknown) =>
        fetch(`${server.url}/s/open`, { method: "POST", body: JSON.stringify(body) });

      const opened = await open({ token });
      const cookie = opened.headers.get("set-cookie")!;
      expect(cookie).toMatch(
        /^feiliao_share=[\w-]{22}; Path=\/s\/media\/.*; HttpOnly; SameSite=Strict; Secure$/,
      );
      const { sources } = (await opened.json()) as { sources: { url: string }[] };
      const url = `${server.url}${sources[0]!.url}`;
      const seen = await fetch(url, { headers: { cookie: cookie.split(";")[0]! } });
      expect(await seen.bytes()).toEqual(PNG);
      expect((await fetch(url)).status).toBe(404);
      expect((await open({ token: "A".repeat(22) })).status).toBe(404);
      expect((await open({ token, more: "x".repeat(2_000) })).status).toBe(413);
      clock.advance(7 * DAY_MS);
      expect((await open({ token })).status).toBe(404);
    },
    { settings },
  );
});
