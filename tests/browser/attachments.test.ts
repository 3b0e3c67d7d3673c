import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import {
  page as answerPage,
  loopbackOnly,
  startSite,
} from "../../packages/server/src/preview/testing/site.ts";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, introduce, sendText, waitForState } from "./stage/chat.ts";
import { film } from "./stage/film.ts";
import { openableOffline } from "./stage/openable-offline.ts";
import { photoWithPosition } from "./stage/photo.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage, type Stage } from "./stage/stage.ts";

const { alice, bob, carol } = PEOPLE;
const LIMIT_MS = 90_000;
const MIB = 1024 * 1024;

/** Alice on a phone in Chinese and Bob at a PC, with the conversation between them open. */
async function pair(stage: Stage, profile = {}): Promise<{ phone: App; pc: App }> {
  const phone = await stage.app({ layout: "phone", language: "zh-CN", profile });
  const pc = await stage.app({ layout: "pc" });
  await Promise.all([signUp(phone, alice), signUp(pc, bob)]);
  await introduce(phone, alice.number, pc, bob.number);
  return { phone, pc };
}

const photo = (name: string) => ({ name, mimeType: "image/jpeg", buffer: photoWithPosition() });

/** Drops files on the window, as from a file manager. */
async function drop(page: Page, files: { name: string; type: string; text: string }[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, type, text } of given) transfer.items.add(new File([text], name, { type }));
    return transfer;
  }, files);
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

test(
  "pictures chosen together are one grid on both sides, in their order, and the lightbox goes through them",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      await phone.page
        .getByTestId("picture-file")
        .setInputFiles([photo("1.jpg"), photo("2.jpg"), photo("3.jpg")]);
      for (const { page } of [phone, pc]) {
        await page.locator(".album-of-3 .picture[data-loaded=true]").nth(2).waitFor();
        expect(await page.locator(".bubble").count()).toBe(1);
        expect(await page.locator(".album-cell").count()).toBe(3);
      }
      await pc.page.locator(".album .picture").nth(1).click();
      const position = pc.page.getByTestId("lightbox-position");
      expect(await position.textContent()).toBe("2 of 3");
      await pc.page.keyboard.press("ArrowRight");
      expect(await position.textContent()).toBe("3 of 3");
      await pc.page.keyboard.press("ArrowRight");
      expect(await position.textContent()).toBe("3 of 3");
      await pc.page.getByRole("button", { name: "Previous" }).click();
      expect(await position.textContent()).toBe("2 of 3");
      await pc.page.keyboard.press("Escape");
      await pc.page.getByTestId("lightbox").waitFor({ state: "detached" });
    }),
  LIMIT_MS,
);

test(
  "files dropped on a PC are confirmed, arrive with their names, and are saved as they were, never opened",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      const page_of_script = {
        name: "page\u202elmth.html",
        type: "text/html",
        text: "<script>alert(1)</script>",
      };
      await drop(pc.page, [page_of_script, { name: "空.txt", type: "text/plain", text: "" }]);
      await pc.page.getByTestId("files-confirm").click();
      await pc.page.getByText("空.txt is empty.").waitFor();

      const file = phone.page.locator(".file");
      await file.waitFor();
      expect(await phone.page.locator(".file-name").textContent()).toBe("page_lmth.html");
      const saving = phone.page.waitForEvent("download");
      await file.click();
      const download = await saving;
      expect(download.suggestedFilename()).toBe("page_lmth.html");
      expect(readFileSync(await download.path(), "utf8")).toBe(page_of_script.text);
      await phone.page.locator(".file[data-phase=here]").waitFor();
    }),
  LIMIT_MS,
);

test(
  "a large file shows its progress, waits without a network and goes on, and words pass it; another is cancelled",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      const buffer = Buffer.alloc(12 * MIB);
      for (let at = 0; at < buffer.length; at += 4) buffer.writeInt32LE(at, at);
      await openableOffline(pc.page);
      await pc.goOffline();
      await pc.page.getByTestId("any-file").setInputFiles({ name: "big.bin", mimeType: "", buffer });
      await pc.page.locator(".file[data-phase=up] .progress-ring").waitFor();
      await sendText(pc, "a big one");
      await bubbles(pc.page, { text: "a big one" }).waitFor(); // it is kept from here on
      await pc.page.reload().catch(() => {});
      await pc.goOnline();
      await bubbles(phone.page, { text: "a big one" }).waitFor();
      await waitForState(bubbles(pc.page, { type: "file" }), "sent", "delivered", "read");

      const saving = phone.page.waitForEvent("download");
      await phone.page.locator(".file").click();
      expect(readFileSync(await (await saving).path()).equals(buffer)).toBeTrue();

      await pc.goOffline();
      await pc.page.getByTestId("any-file").setInputFiles({ name: "other.bin", mimeType: "", buffer });
      await pc.page.getByTitle("Cancel other.bin").click();
      await pc.page.getByText("other.bin").waitFor({ state: "detached" });
      await pc.goOnline();
    }),
  LIMIT_MS,
);

test(
  "a video has a poster, length and size, is fetched when it is pressed, and plays in place",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      const clip = { name: "clip.webm", mimeType: "video/webm", buffer: film() };
      await phone.page.getByTestId("picture-file").setInputFiles(clip);
      await pc.page.locator(".video-poster img").waitFor();
      expect(await pc.page.locator(".video-length").textContent()).toMatch(/^0:03 · \d+ kB$/);
      expect(await pc.page.locator("video").count()).toBe(0);
      await pc.page.locator(".video-poster").click();
      await pc.page.waitForFunction(() => {
        const video = document.querySelector("video");
        return video !== null && video.videoWidth === 640 && video.currentTime > 0;
      });
    }),
  LIMIT_MS,
);

test(
  "a position is asked for when its button is pressed, is shown without any map site, and sites are named before they open",
  () =>
    onStage(async (stage) => {
      const geolocation = { latitude: 39.90872, longitude: 116.39748, accuracy: 18 };
      const { phone, pc } = await pair(stage, { permissions: ["geolocation"], geolocation });
      const hosts = new Set<string>();
      for (const app of [phone, pc])
        app.context.on("request", (request) => hosts.add(new URL(request.url()).host));
      await phone.page.getByTestId("attach").click();
      await phone.page.getByTestId("attach-location").click();
      await phone.page.getByTestId("use-position").click();
      await phone.page.getByText("误差不超过 18米").waitFor();
      await phone.page.getByTestId("place-name").fill("天安门广场");
      await phone.page.getByTestId("send-location").click();
      await pc.page.locator(".location").click();
      const links = await pc.page
        .getByRole("dialog")
        .getByRole("link")
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
      expect(links[0]).toBe("geo:39.90872,116.39748");
      expect(links[1]).toStartWith(
        "https://uri.amap.com/marker?position=116.39748%2C39.90872&coordinate=wgs84",
      );
      expect(links[2]).toStartWith("https://www.openstreetmap.org/?mlat=39.90872&mlon=116.39748");
      expect(
        [...hosts].every((host) => host.startsWith("127.0.0.1") || host.startsWith("localhost")),
      ).toBeTrue();
    }),
  LIMIT_MS,
);

test(
  "coordinates can be written instead, and what is none is refused",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      await pc.page.getByTestId("attach").click();
      await pc.page.getByTestId("attach-location").click();
      await pc.page.getByTestId("coordinates").fill("somewhere");
      expect(await pc.page.getByTestId("send-location").isDisabled()).toBeTrue();
      await pc.page.getByTestId("coordinates").fill("33.86 S, 151.21 E");
      await pc.page.getByTestId("send-location").click();
      await phone.page.getByText("33.86000° S, 151.21000° E").waitFor();
    }),
  LIMIT_MS,
);

test(
  "a friend's card is sent, and opens the chat with them",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      await addFriend(pc, carol.number, "Carol at work");
      await pc.page.getByTestId("conversation").filter({ hasText: "Alice" }).click();
      await pc.page.getByTestId("attach").click();
      await pc.page.getByTestId("attach-contact_card").click();
      await pc.page.getByTestId("contact-choice").filter({ hasText: "Carol at work" }).click();
      await phone.page.locator(".contact-card").click();
      await phone.page.getByRole("heading", { name: "Carol at work" }).waitFor();
    }),
  LIMIT_MS,
);

test(
  "a link is shown with what its page says, which can be left out, and only the server asks the site",
  async () => {
    const html =
      '<meta property="og:site_name" content="Sky"><title>晴，12 °C</title><meta name="description" content="Clear.">';
    const site = await startSite((_, response) => answerPage(response, html));
    await onStage(
      async (stage) => {
        const { phone, pc } = await pair(stage);
        const url = site.url("/beijing");
        await pc.page.getByTestId("composer").fill(`look: ${url}`);
        await pc.page.getByTestId("composing-preview").waitFor();
        await pc.page.getByTestId("composer").press("Enter");
        const card = phone.page.locator(".bubble .link-preview");
        await card.waitFor();
        expect(await card.textContent()).toMatch(/^Sky · site\.example:\d+晴，12 °CClear\.$/);
        expect(await card.getAttribute("href")).toBe(url);

        await pc.page.getByTestId("composer").fill(`again: ${url}`);
        await pc.page.getByTestId("composing-preview").getByRole("button").click();
        await pc.page.getByTestId("composer").press("Enter");
        await bubbles(phone.page, { text: "again:" }).waitFor();
        expect(await card.count()).toBe(1);
        expect(site.requests).toHaveLength(1);
      },
      { outside: loopbackOnly([site.port]) },
    );
    await site.close();
  },
  LIMIT_MS,
);

test(
  "formatting is shown, is made with Ctrl+B, and can be switched off",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await pair(stage);
      const field = pc.page.getByTestId("composer");
      await field.fill("三点在西门集合");
      await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 5));
      await field.press("Control+b");
      expect(await field.inputValue()).toBe("三点在**西门**集合");
      await field.press("Enter");
      await sendText(pc, "<b>not bold</b> `<i>`");
      expect(await phone.page.locator(".formatted strong").textContent()).toBe("西门");
      expect(await phone.page.locator(".formatted b, .formatted i").count()).toBe(0);
      expect(await phone.page.locator(".formatted code").textContent()).toBe("<i>");

      await phone.page.getByTestId("back").click();
      await phone.page.getByTestId("settings").click();
      await phone.page.getByTestId("formatting").uncheck();
      await phone.page.getByTestId("back").click();
      await phone.page.getByTestId("conversation").click();
      await phone.page.getByText("三点在**西门**集合").last().waitFor();
      expect(await phone.page.locator(".formatted").count()).toBe(0);
    }),
  LIMIT_MS,
);
