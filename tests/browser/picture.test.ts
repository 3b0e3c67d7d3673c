import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { addFriend, bubbles, openConversation, waitForState } from "./stage/chat.ts";
import { CAMERA, photoWithPosition } from "./stage/photo.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "a picture arrives re-encoded, without place or camera, with its thumbhash, and is shown",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app(), await stage.app({ layout: "pc" })];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await addFriend(a, bob.number);
      const buffer = photoWithPosition();
      await a.page
        .getByTestId("picture-file")
        .setInputFiles({ name: "IMG_0001.JPG", mimeType: "image/jpeg", buffer });
      await waitForState(bubbles(a.page, { type: "image" }), "sent", "delivered");

      await openConversation(b);
      await pictureIsShown(b.page);
      const { content, bytes } = await receivedPicture(b.page);
      expect(content).toMatchObject({ width: 1200, height: 900, size: bytes.length });
      expect(content.thumbhash.length).toBeGreaterThan(20);
      expect(bytes.equals(buffer)).toBeFalse();
      for (const kept of [bytes, ...filesIn(stage.server.data_folder)]) {
        expect(kept.includes(CAMERA)).toBeFalse();
        expect(kept.includes("Exif\0\0")).toBeFalse();
      }

      await b.page.reload();
      await pictureIsShown(b.page);
      await b.page.locator(".picture").click();
      await b.page.getByTestId("lightbox").waitFor();
      await b.page.keyboard.press("Escape");
      await b.page.getByTestId("lightbox").waitFor({ state: "detached" });
    }),
  LIMIT_MS,
);

test(
  "a file that is no picture is refused with a remark, and nothing is sent",
  () =>
    onStage(async (stage) => {
      const a = await stage.app();
      await signUp(a, alice);
      await addFriend(a, bob.number);
      const notes = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") };
      await a.page.getByTestId("picture-file").setInputFiles(notes);
      await a.page.getByText("This file is not a picture the app can read.").waitFor();
      expect(await a.page.getByTestId("message").count()).toBe(0);
    }),
  LIMIT_MS,
);

/** Its own bytes are drawn, not only the preview. */
async function pictureIsShown(page: Page): Promise<void> {
  await page.waitForFunction(
    () => (document.querySelector<HTMLImageElement>(".picture img")?.naturalWidth ?? 0) > 0,
  );
}

/** The last message of the only conversation, and the bytes behind it. */
async function receivedPicture(page: Page) {
  const { content, bytes } = await page.evaluate(async () => {
    const { client } = window.__feiliao!;
    const message = client.conversations[0]!.last!;
    if (message.content.type !== "image") throw new Error(`not a picture but ${message.content.type}`);
    return { content: message.content, bytes: [...(await client.picture(message))] };
  });
  return { content, bytes: Buffer.from(bytes) };
}

function filesIn(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
}
