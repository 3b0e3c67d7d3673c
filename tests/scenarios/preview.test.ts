import { expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import { loopbackOnly, page, type Site, startSite } from "@feiliao/server/preview/testing/site";
import { converse, story } from "@feiliao/testkit";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** 30,000 × 30,000 pixels in a few bytes. */
const FLOOD = Buffer.concat([PNG.subarray(0, 16), Buffer.from("0000753000007530", "hex"), deflateSync("")]);
const HEAD = `<title>Weather</title><meta property="og:site_name" content="Sky">
  <meta property="og:title" content="晴，12 °C"><meta name="description" content="Clear until Friday.">`;

async function newspaper(): Promise<Site> {
  return startSite(({ url }, response) => {
    const picture = (bytes: Uint8Array, type: string) =>
      response.writeHead(200, { "content-type": type }).end(bytes);
    switch (url) {
      case "/sun.png":
        return void picture(PNG, "image/png");
      case "/flood.png":
        return void picture(FLOOD, "image/png");
      case "/drawing.svg":
        return void picture(Buffer.from("<svg/>"), "image/svg+xml");
      case "/lie.png":
        return void picture(Buffer.from("<svg/>"), "image/png");
      case "/private":
        return page(response, `${HEAD}<meta property="og:image" content="http://10.0.0.1/a.png">`);
      case "/silent":
        return page(response, "<p>no title");
      default:
        return page(
          response,
          `${HEAD}<meta property="og:image" content="/${new URL(url ?? "", "http://a").searchParams.get("image")}">`,
        );
    }
  });
}

test("LP7 LP11: a link's preview has the site's own words, and its picture belongs to who asked", async () => {
  const site = await newspaper();
  const stage = { overrides: { outside: loopbackOnly([site.port]) } };
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const url = site.url("/?image=sun.png");
      const { preview } = await alice.device.post("preview/get", { url });
      expect(preview).toMatchObject({
        url,
        site: "Sky",
        title: "晴，12 °C",
        description: "Clear until Friday.",
        image: { mime: "image/png", size: PNG.length, width: 1, height: 1 },
      });
      const path = `/v1/media/me/${preview?.image?.blob_id}`;
      expect(await (await alice.device.fetch(path)).bytes()).toEqual(new Uint8Array(PNG));
      expect((await bob.device.fetch(path)).status).toBe(404);
      expect((await bob.device.post("preview/get", { url })).preview).toEqual(preview);
      expect((await bob.device.fetch(path)).status).toBe(200);
      expect(site.requests).toHaveLength(2); // LP10: the page and its picture, once
    },
    stage,
  );
  await site.close();
});

test("LP7: a picture of too many pixels, a drawing and a private address leave a preview without picture", async () => {
  const site = await newspaper();
  const stage = { overrides: { outside: loopbackOnly([site.port]) } };
  await story(
    { alice: 1 },
    async ({ alice }) => {
      for (const path of ["/?image=flood.png", "/?image=drawing.svg", "/?image=lie.png", "/private"]) {
        const { preview } = await alice.device.post("preview/get", { url: site.url(path) });
        expect(preview).toMatchObject({ title: "晴，12 °C" });
        expect(preview).not.toHaveProperty("image");
      }
      for (const url of [site.url("/silent"), "http://10.0.0.1/", "ftp://a", "not an address"])
        expect(await alice.device.post("preview/get", { url })).toEqual({ preview: null });
    },
    stage,
  );
  await site.close();
});

test("LP10: many who ask at once share one fetch", async () => {
  const site = await newspaper();
  const stage = { overrides: { outside: loopbackOnly([site.port]) } };
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const url = site.url("/?image=sun.png");
      const asked = [alice, bob, alice, bob].map(({ device }) => device.post("preview/get", { url }));
      const seals = new Set((await Promise.all(asked)).map(({ preview }) => preview?.seal));
      expect(seals.size).toBe(1);
      expect(site.requests).toHaveLength(2);
    },
    stage,
  );
  await site.close();
});

test("LP2 LP12: without an override a server does not fetch from its own machine, and when off from nowhere", async () => {
  const site = await newspaper();
  await story({ alice: 1 }, async ({ alice, server }) => {
    for (const url of [site.url("/", "127.0.0.1"), site.url("/", "localhost"), `${server.url}/healthz`])
      expect(await alice.device.post("preview/get", { url })).toEqual({ preview: null });
  });
  const off = { settings: { previews: false }, overrides: { outside: loopbackOnly([site.port]) } };
  await story(
    { alice: 1 },
    async ({ alice }) => {
      expect(await alice.device.post("preview/get", { url: site.url("/") })).toEqual({ preview: null });
    },
    off,
  );
  expect(site.requests).toEqual([]);
  await site.close();
});

test("LP11: a message takes a preview as it was made, from whomever, and refuses one that was changed", async () => {
  const site = await newspaper();
  const stage = { overrides: { outside: loopbackOnly([site.port]) } };
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const conversation_id = await converse(alice, bob);
      const url = site.url("/?image=sun.png");
      const { preview } = await alice.device.post("preview/get", { url });
      if (!preview) throw new Error("no preview");
      const send = (client_id: string, changed: object, image = preview.image) => {
        const content = { type: "text" as const, text: url, preview: { ...preview, image, ...changed } };
        return alice.device.post("message/send", { conversation_id, client_id, content });
      };
      expect(await send("a", {})).toMatchObject({ seq: 1 });
      const refused = { code: "bad_request" };
      await expect(send("b", { title: "You have won" })).rejects.toMatchObject(refused);
      await expect(send("c", { url: "https://bank.example/" })).rejects.toMatchObject(refused);
      await expect(send("d", { seal: "" })).rejects.toMatchObject(refused);
      await expect(send("e", {}, { ...preview.image!, width: 9 })).rejects.toMatchObject(refused);
      const path = `/v1/media/${conversation_id}/${preview.image?.blob_id}`;
      expect((await bob.device.fetch(path)).status).toBe(200);
    },
    stage,
  );
  await site.close();
});

test("LP11: a message that is sent later takes no preview that was made up", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const url = "https://bank.example/";
    const preview = { url, site: "Bank", title: "Call us", description: "", seal: "A".repeat(43) };
    const due_at = Date.now() + 3_600_000;
    const content = { type: "text", text: url, preview } as const;
    const set = alice.device.post("schedule/set", { scheduled_id: "s", conversation_id, content, due_at });
    await expect(set).rejects.toMatchObject({ code: "bad_request" });
  });
});
