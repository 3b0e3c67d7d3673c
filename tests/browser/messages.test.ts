import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import {
  addFriend,
  bubbles,
  introduce,
  openConversation,
  sendText,
  textsOn,
  waitForState,
} from "./stage/chat.ts";
import { chooseFor, openMenuOf, pickChat, swipe } from "./stage/messages.ts";
import { photoWithPosition } from "./stage/photo.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage, type Stage } from "./stage/stage.ts";

const { alice, bob, carol } = PEOPLE;
const LIMIT_MS = 90_000;
const LAYOUTS = [
  { layout: "phone", language: "zh-CN" },
  { layout: "pc", language: "en" },
] as const;

/** Alice, on the device of a test, and Bob, on a PC, with their conversation open. */
async function together(stage: Stage, like: (typeof LAYOUTS)[number]): Promise<{ a: App; b: App }> {
  const [a, b] = [await stage.app(like), await stage.app({ layout: "pc" })];
  await Promise.all([signUp(a, alice), signUp(b, bob)]);
  await introduce(a, alice.number, b, bob.number);
  return { a, b };
}

for (const like of LAYOUTS) {
  const { layout, language } = like;

  test(
    `a message is answered with a quote that leads to it, and reacted to (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        await sendText(b, "Tea or coffee?");
        await bubbles(a.page, { text: "Tea or coffee?" }).waitFor();
        await chooseFor(a, "Tea or coffee?", "reply");
        await a.page.getByTestId("composing-bar").waitFor();
        await sendText(a, "Tea");
        const answer = bubbles(b.page, { text: "Tea" }).last();
        await answer.getByTestId("quote").getByText("Tea or coffee?").waitFor();
        await answer.getByTestId("quote").click();
        await b.page.locator("[data-marked]", { hasText: "Tea or coffee?" }).waitFor();
        expect(await a.page.getByTestId("composing-bar").count()).toBe(0);

        await (await openMenuOf(a, "Tea or coffee?")).getByTestId("react").first().click();
        const reaction = bubbles(b.page, { text: "Tea or coffee?" }).first().getByTestId("reaction");
        await reaction.waitFor();
        expect(await reaction.getAttribute("title")).toContain("👍");
        await reaction.click();
        const both = bubbles(a.page, { text: "Tea or coffee?" }).first().getByTestId("reaction");
        await both.getByText("2").waitFor();
        await both.click();
        await both.getByText("2").waitFor({ state: "detached" });
        await reaction.and(b.page.locator("[aria-pressed=true]")).waitFor();
      }),
    LIMIT_MS,
  );

  test(
    `words are edited, shown with their history, and recalled (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        await sendText(a, "See you at nien");
        await bubbles(b.page, { text: "nien" }).waitFor();
        await a.page.getByTestId("composer").press("ArrowUp");
        await a.page.getByTestId("composing-bar").waitFor();
        await sendText(a, "See you at nine");
        await bubbles(b.page, { text: "nine" }).getByTestId("edited").click();
        const wordings = b.page.getByTestId("wordings").locator("p");
        await wordings.nth(1).waitFor();
        expect(await wordings.allTextContents()).toEqual(["See you at nine", "See you at nien"]);
        await b.page.keyboard.press("Escape");

        await chooseFor(a, "nine", "recall");
        await b.page.getByTestId("recalled").waitFor();
        expect(await textsOn(b.page)).toEqual([]);
        await a.page.getByTestId("edit-again").click();
        expect(await a.page.getByTestId("composer").inputValue()).toBe("See you at nine");
        await a.page.getByTestId("composer").press("Enter");
        await bubbles(b.page, { text: "nine" }).waitFor();
      }),
    LIMIT_MS,
  );

  test(
    `messages are selected, deleted for oneself on all devices, and stay for the other (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        for (const words of ["one", "two", "three"]) await sendText(b, words);
        await bubbles(a.page, { text: "three" }).waitFor();
        const second = await stage.app({ layout: "pc" });
        await signUp(second, alice);
        await openConversation(second);
        await bubbles(second.page, { text: "three" }).waitFor();
        await chooseFor(a, "one", "select");
        await bubbles(a.page, { text: "two" }).click();
        await a.page.getByTestId("selection-hide").click();
        await a.page.getByTestId("confirm").click();
        await bubbles(second.page, { text: "one" }).waitFor({ state: "detached" });
        for (const { page } of [a, second]) expect(await textsOn(page)).toEqual(["three"]);
        expect(await textsOn(b.page)).toEqual(["one", "two", "three"]);
        await a.page.getByTestId("composer").waitFor();
      }),
    LIMIT_MS,
  );

  test(
    `a picture and words are forwarded to somebody else, and kept as favourites (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        const photo = { name: "photo.jpg", mimeType: "image/jpeg", buffer: photoWithPosition() };
        await b.page.getByTestId("picture-file").setInputFiles(photo);
        await a.page.locator(".picture[data-loaded=true]").waitFor();
        await sendText(b, "Look at this");
        await bubbles(a.page, { text: "Look at this" }).waitFor();
        const c = await stage.app({ layout: "pc" });
        await signUp(c, carol);
        if (layout === "phone") await a.page.getByTestId("back").click();
        await addFriend(a, carol.number, "Carol");
        if (layout === "phone") await a.page.getByTestId("back").click();
        await a.page.getByTestId("conversation").filter({ hasText: "Bob" }).click();

        await chooseFor(a, "Look at this", "favourite");
        await chooseFor(a, "Look at this", "select");
        await a.page.locator("[data-testid=message][data-type=image]").click();
        await a.page.getByTestId("selection-forward").click();
        await pickChat(a, "Carol");
        await openConversation(c);
        await c.page.locator(".picture[data-loaded=true]").waitFor();
        const words = bubbles(c.page, { text: "Look at this" });
        await words.getByTestId("forwarded").getByText("Bob").waitFor();

        if (layout === "phone") await a.page.getByTestId("back").click();
        await a.page.getByTestId("settings").click();
        await a.page.getByTestId("favourites").click();
        const favourite = a.page.getByTestId("favourite");
        await favourite.getByText("Look at this").waitFor();
        await favourite.getByTestId("favourite-open").click();
        await a.page.locator("[data-marked]", { hasText: "Look at this" }).waitFor();
      }),
    LIMIT_MS,
  );

  test(
    `a message is scheduled, changed, and sent now; it is sent once (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        await a.page.getByTestId("composer").fill("Happy birthday");
        await a.page.getByTestId("send-later").click();
        await a.page.getByTestId("schedule-tomorrow").click();
        await a.page.getByTestId("schedule-submit").click();
        await a.page.getByTestId("scheduled-bar").click();
        expect(await a.page.getByTestId("composer").inputValue()).toBe("");
        await a.page.getByTestId("scheduled-change").click();
        await a.page.getByTestId("schedule-text").fill("Happy birthday, Bob!");
        await a.page.getByTestId("schedule-submit").click();
        await a.page.getByTestId("scheduled-bar").click();
        await a.page.getByTestId("scheduled-list").getByText("Happy birthday, Bob!").waitFor();
        await a.page.getByTestId("scheduled-now").click();
        await bubbles(b.page, { text: "Happy birthday, Bob!" }).waitFor();
        await a.page.getByTestId("scheduled-bar").waitFor({ state: "detached" });
        expect(await textsOn(b.page)).toEqual(["Happy birthday, Bob!"]);
      }),
    LIMIT_MS,
  );

  test(
    `a pinned message stands above the others for both, and messages are set to disappear (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const { a, b } = await together(stage, like);
        await sendText(b, "The door code is 4711");
        await bubbles(a.page, { text: "4711" }).waitFor();
        await chooseFor(a, "4711", "pin");
        for (const { page } of [a, b]) await page.getByTestId("pinned-bar").getByText("4711").waitFor();
        await chooseFor(b, "4711", "unpin");
        await a.page.getByTestId("pinned-bar").waitFor({ state: "detached" });

        await a.page.getByTestId("conversation-more").click();
        await a.page.getByTestId("menu-disappearing").click();
        await a.page.getByTestId("disappear-hour").check();
        await a.page.getByRole("dialog").first().waitFor({ state: "detached" });
        await sendText(b, "Burn this");
        for (const { page } of [a, b]) {
          await bubbles(page, { text: "Burn this" }).getByTestId("countdown").waitFor();
        }
        const menu = await openMenuOf(a, "Burn this");
        expect(await menu.getByTestId("message-favourite").count()).toBe(0);
      }),
    LIMIT_MS,
  );
}

test(
  "on a phone, a message drawn to the right is answered, and one held long opens its menu",
  () =>
    onStage(async (stage) => {
      const { a, b } = await together(stage, LAYOUTS[0]);
      await sendText(b, "Draw me");
      const bubble = bubbles(a.page, { text: "Draw me" }).locator(".bubble");
      await bubble.waitFor();
      await a.page.locator(".messages[data-gestures]").waitFor();
      await swipe(a, bubble, 30);
      expect(await a.page.getByTestId("composing-bar").count()).toBe(0);
      await swipe(a, bubble, 90);
      await a.page.getByTestId("composing-bar").getByText("Draw me").waitFor();
      const { x, y } = (await bubble.boundingBox())!;
      const touch = await a.page.context().newCDPSession(a.page);
      const touchPoints = [{ x: x + 10, y: y + 10 }];
      await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
      await a.page.getByTestId("message-menu").waitFor();
      await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      await a.page.getByTestId("message-hide").waitFor();
    }),
  LIMIT_MS,
);

test(
  "by keyboard alone: from the messages to one of them, through its menu, to the answer, and back",
  () =>
    onStage(async (stage) => {
      const { a, b } = await together(stage, LAYOUTS[1]);
      for (const words of ["first", "second"]) await sendText(b, words);
      await bubbles(a.page, { text: "second" }).waitFor();
      await a.page.locator(".messages[data-gestures]").focus();
      for (const key of ["ArrowUp", "ArrowUp", "Enter"]) await a.page.keyboard.press(key);
      await a.page.getByTestId("message-menu").waitFor();
      await a.page.keyboard.press("ArrowUp");
      expect(await a.page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid)).toBe(
        "message-hide",
      );
      await a.page.keyboard.press("Escape");
      await a.page.getByTestId("message-menu").waitFor({ state: "detached" });
      await a.page.keyboard.press("Enter");
      await a.page.getByTestId("message-reply").focus();
      await a.page.keyboard.press("Enter");
      await a.page.getByTestId("composing-bar").getByText("first").waitFor();
      await a.page.keyboard.type("answer");
      await a.page.keyboard.press("Escape");
      await a.page.getByTestId("composing-bar").waitFor({ state: "detached" });
      await a.page.keyboard.press("Enter");
      await bubbles(b.page, { text: "answer" }).waitFor();
      expect(await b.page.getByTestId("quote").count()).toBe(0);
    }),
  LIMIT_MS,
);

test(
  "a draft, and what it answers, is gone on with on another device, and gone from both when it is sent",
  () =>
    onStage(async (stage) => {
      const { a, b } = await together(stage, LAYOUTS[0]);
      await sendText(b, "When?");
      await bubbles(a.page, { text: "When?" }).waitFor();
      const pc = await stage.app({ layout: "pc" });
      await signUp(pc, alice);
      await openConversation(pc);
      await chooseFor(a, "When?", "reply");
      await a.page.getByTestId("composer").fill("Tomorrow at");
      await pc.page.getByTestId("composing-bar").getByText("When?").waitFor();
      expect(await pc.page.getByTestId("composer").inputValue()).toBe("Tomorrow at");
      await pc.page.getByTestId("composer").fill("Tomorrow at ten");
      await pc.page.getByTestId("send").click();
      await waitForState(bubbles(pc.page, { text: "Tomorrow at ten" }), "read");
      await a.page.getByTestId("composing-bar").waitFor({ state: "detached" });
      expect(await a.page.getByTestId("composer").inputValue()).toBe("");
      await bubbles(b.page, { text: "Tomorrow at ten" }).getByTestId("quote").getByText("When?").waitFor();
    }),
  LIMIT_MS,
);
