import { expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { Device, PEOPLE, signUp as signUpDevice, until } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, openConversation, sendText, waitForState } from "./stage/chat.ts";
import { type Identity, signUp } from "./stage/sign-up.ts";
import { onStage, type Stage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 120_000;
/** So many messages that the one to be found is far from what is loaded when the conversation opens. */
const LATER_MESSAGES = 400;
/** With an end of its own: the time of day follows it on the screen. */
const later = (number: number): string => `later ${number}!`;
const LAST = later(LATER_MESSAGES);

for (const layout of ["phone", "pc"] as const)
  for (const language of ["zh-CN", "en"] as const)
    test(
      `SE1 SE6 MO7 三点 is found far back, marked, and shown in its place (${layout}, ${language})`,
      () =>
        onStage(async (stage) => {
          const { app, page } = await longConversation(stage, { layout, language });
          if (layout === "phone") await page.getByTestId("back").click();
          await page.getByTestId("search").fill("三点");
          const hit = page.getByTestId("found-message");
          await hit.waitFor();
          expect(await hit.locator("mark").allTextContents()).toEqual(["三點"]);
          await hit.click();
          await inMiddle(page, bubbles(page, { text: "會議改到三點" }));
          expect(await bubbles(page, { text: LAST }).count()).toBe(0);

          await page.getByTestId("to-newest").click();
          await bubbles(page, { text: LAST }).waitFor();
          await sendText(app, "and on it goes");
          await waitForState(bubbles(page, { text: "and on it goes" }), "sent", "delivered", "read");
        }),
      LIMIT_MS,
    );

test(
  "MO7 from a message far back, scrolling down leads to the newest, without a hole",
  () =>
    onStage(async (stage) => {
      const { page } = await longConversation(stage, { layout: "pc" });
      await page.getByTestId("search").fill("三点");
      await page.getByTestId("found-message").click();
      await inMiddle(page, bubbles(page, { text: "會議改到三點" }));
      const seen = new Set<number>();
      await until(
        "the newest message",
        async () => {
          for (const seq of await seqsOn(page)) seen.add(seq);
          await page.getByTestId("messages").evaluate((list) => list.scrollBy(0, list.clientHeight));
          const isThere = await bubbles(page, { text: LAST }).isVisible();
          return isThere && (await page.getByTestId("to-newest").count()) === 0;
        },
        60_000,
      );
      const all = [...seen].sort((a, b) => a - b);
      expect(all.at(-1)! - all[0]! + 1).toBe(all.length);
    }),
  LIMIT_MS,
);

test(
  "one chat is searched from the keyboard: Ctrl+F, words, Enter goes from place to place, Escape closes",
  () =>
    onStage(async (stage) => {
      const { page } = await longConversation(stage, { layout: "pc" });
      await page.keyboard.press("Control+f");
      await page.getByTestId("search-within-field").fill("later 39");
      await until("all hits", async () => (await page.getByTestId("found-message").count()) === 11);
      await page.keyboard.press("Enter");
      await inMiddle(page, bubbles(page, { text: later(399) }));
      expect(await page.getByTestId("search-place").textContent()).toBe("1 of 11");
      await page.getByTestId("search-within-field").focus();
      await page.keyboard.press("Enter");
      await inMiddle(page, bubbles(page, { text: later(398) }));
      await page.getByTestId("search-within-field").press("Escape");
      await page.getByTestId("conversation-search").waitFor({ state: "detached" });
    }),
  LIMIT_MS,
);

test(
  "SR1 SR2 people are found by part of their name and by pinyin, also offline; Ctrl+K, arrows and Enter open them",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "pc" });
      await signUp(app, alice);
      const { page } = app;
      await addFriend(app, bob.number);
      await written(stage, bob, alice, ["hello"]);
      await page.locator(".conversation-title", { hasText: bob.name }).waitFor();
      for (const typed of ["老", "laowang", "lw", "bob", "0186"]) {
        await page.keyboard.press("Control+k");
        await page.getByTestId("search").fill(typed);
        await page.getByTestId("found-name").waitFor();
        expect(await page.getByTestId("found-name").locator("mark").count()).toBe(1);
      }
      await app.goOffline();
      await page.getByTestId("search").fill("wang");
      await page.getByTestId("found-name").waitFor();
      await page.getByTestId("search").press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByTestId("search-results").waitFor({ state: "detached" });
      await page.getByTestId("composer").waitFor();
      await page.getByTestId("search").fill("nobody");
      await until("it says so", async () => (await page.getByTestId("search-remark").textContent()) !== "");
      await page.keyboard.press("Escape");
      await page.getByTestId("conversation").waitFor();
    }),
  LIMIT_MS,
);

/** Alice's app, with a conversation in which she wrote about a meeting, and then hundreds of other messages. */
async function longConversation(
  stage: Stage,
  options: Parameters<Stage["app"]>[0],
): Promise<{ app: App; page: Page }> {
  const app = await stage.app(options);
  const texts = Array.from({ length: LATER_MESSAGES }, (_, index) => later(index + 1));
  await written(stage, alice, bob, ["會議改到三點", ...texts]);
  await signUp(app, alice);
  await openConversation(app);
  const { page } = app;
  await bubbles(page, { text: LAST }).waitFor();
  await page.evaluate(noteMarks);
  return { app, page };
}

/** By a device of somebody without an app, which is faster. */
async function written(stage: Stage, who: Identity, to: Identity, texts: readonly string[]): Promise<void> {
  const { url } = stage.server;
  const device = new Device(url, await signUpDevice(url, who.number, `${who.name}'s phone`));
  await device.post("profile/set", { name: who.name });
  const { conversation_id } = await device.post("conversation/open", { address: `tel:${to.number}` });
  for (const [index, text] of texts.entries()) {
    const client_id = `message ${index}`;
    await device.post("message/send", { conversation_id, client_id, content: { type: "text", text } });
  }
}

/** In the page: the seqs of the messages that were marked, however short. */
function noteMarks(): void {
  window.marked = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const { marked, seq } = (target as HTMLElement).dataset;
      if (marked !== undefined && seq) window.marked!.push(seq);
    }
  }).observe(document.body, { subtree: true, attributeFilter: ["data-marked"] });
}

declare global {
  interface Window {
    marked?: string[];
  }
}

async function inMiddle(page: Page, bubble: Locator): Promise<void> {
  await bubble.waitFor();
  const seq = await bubble.getAttribute("data-seq");
  await until("the message was marked", () =>
    page.evaluate(() => window.marked?.at(-1)).then((last) => last === seq),
  );
  const list = await page.getByTestId("messages").boundingBox();
  const box = await bubble.boundingBox();
  expect(box!.y).toBeGreaterThan(list!.y);
  expect(box!.y + box!.height).toBeLessThan(list!.y + list!.height);
}

const seqsOn = (page: Page): Promise<number[]> =>
  page
    .getByTestId("message")
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.seq)));
