import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import {
  addFriend,
  bubbles,
  introduce,
  openConversation,
  sendText,
  textsOn,
  waitForState,
} from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "a friend added by number gets text and emoji; under the bubble it is sent, then delivered, then read",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await b.goOffline();
      await addFriend(a, bob.number);
      await sendText(a, "你好 Bob 👋");
      const bubble = bubbles(a.page, { text: "你好 Bob 👋" });
      await waitForState(bubble, "sent");
      await b.goOnline();
      await waitForState(bubble, "delivered");
      expect(await b.page.locator(".unread").textContent()).toContain("1");
      await openConversation(b);
      await waitForState(bubble, "read");
      expect(await textsOn(b.page)).toEqual(["你好 Bob 👋"]);
      await b.page.getByTestId("back").click();
      await b.page.getByTestId("conversation").waitFor();
      expect(await b.page.locator(".unread").count()).toBe(0);
    }),
  LIMIT_MS,
);

test(
  "emoji are picked from a panel, and what is nothing but emoji is shown large",
  () =>
    onStage(async (stage) => {
      const a = await stage.app({ layout: "pc" });
      await signUp(a, alice);
      await addFriend(a, bob.number);
      await a.page.getByTestId("emoji").click();
      await a.page.getByRole("button", { name: "🎉" }).click();
      await a.page.keyboard.press("Escape");
      await a.page.getByTestId("send").click();
      await a.page.locator(".bubble.is-emoji", { hasText: "🎉" }).waitFor();
    }),
  LIMIT_MS,
);

test(
  "while one writes, the other sees that, until the message is there",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await b.page.getByTestId("composer").pressSequentially("Moment");
      await a.page.getByTestId("typing").waitFor();
      await a.page.locator("[data-testid=conversation] .preview-live").waitFor();
      await b.page.getByTestId("send").click();
      await bubbles(a.page, { text: "Moment" }).waitFor();
      await a.page.getByTestId("typing").waitFor({ state: "detached" });
    }),
  LIMIT_MS,
);

test(
  "everything is there again after a reload, and on a second device of the same number",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app(), await stage.app({ layout: "pc" })];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await sendText(a, "from the phone");
      await bubbles(b.page, { text: "from the phone" }).waitFor();
      await sendText(b, "from the PC");
      await bubbles(a.page, { text: "from the PC" }).waitFor();
      const said = ["from the phone", "from the PC"];

      await a.page.reload();
      await bubbles(a.page, { text: "from the PC" }).waitFor();
      expect(await textsOn(a.page)).toEqual(said);

      const second = await stage.app({ layout: "pc" });
      await signUp(second, alice);
      await openConversation(second);
      await bubbles(second.page, { text: "from the PC" }).waitFor();
      expect(await textsOn(second.page)).toEqual(said);
      await sendText(second, "from the second device");
      await bubbles(a.page, { text: "from the second device" }).waitFor();
      await bubbles(b.page, { text: "from the second device" }).waitFor();
    }),
  LIMIT_MS,
);
