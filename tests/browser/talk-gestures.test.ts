import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, openConversation, sendText, waitForState } from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";
import { captured, Finger, holdToTalk, playable } from "./stage/talk.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;
/** Longer than a tap. */
const A_MOMENT_MS = 1_000;

/** Alice on her phone with the conversation open, and Bob on his PC, listening. */
function talking(act: (a: App, b: App) => Promise<void>): Promise<void> {
  return onStage(async (stage) => {
    const [a, b] = [await stage.app(), await stage.app({ layout: "pc" })];
    await Promise.all([signUp(a, alice), signUp(b, bob)]);
    await addFriend(a, bob.number);
    await sendText(a, "listen");
    await openConversation(b);
    await act(a, b);
  });
}

test(
  "sliding left cancels: after letting go, nobody has the voice message, not even who heard it begin",
  () =>
    talking(async (a, b) => {
      const finger = await Finger.on(a);
      await finger.press(a.page);
      await captured(a.page, A_MOMENT_MS);
      await b.page.getByTestId("speaking").waitFor();
      await finger.slide({ left: 120 });
      await zone(a.page, "cancel");
      await finger.slide({ left: -120 });
      await zone(a.page, "send");
      await finger.slide({ left: 120 });
      await finger.lift();
      await a.page.getByTestId("recording").waitFor({ state: "detached" });
      await bubbles(b.page, { type: "voice" }).waitFor({ state: "detached" });
      expect(await bubbles(a.page, { type: "voice" }).count()).toBe(0);
    }),
  LIMIT_MS,
);

test(
  "sliding up locks: the recording goes on without the finger until it is sent by a press",
  () =>
    talking(async (a, b) => {
      const finger = await Finger.on(a);
      await finger.press(a.page);
      await captured(a.page, A_MOMENT_MS / 2);
      await finger.slide({ up: 90 });
      await zone(a.page, "lock");
      await finger.lift();
      await micPhase(a.page, "locked");
      await captured(a.page, 2 * A_MOMENT_MS);
      await a.page.getByTestId("mic").tap();
      await waitForState(bubbles(a.page, { type: "voice" }), "heard");
      await playable(b.page).waitFor();
    }),
  LIMIT_MS,
);

test(
  "a locked recording can be thrown away by its button",
  () =>
    talking(async (a, b) => {
      const finger = await Finger.on(a);
      await finger.press(a.page);
      await captured(a.page, A_MOMENT_MS);
      await finger.slide({ up: 90 });
      await finger.lift();
      await b.page.getByTestId("speaking").waitFor();
      await a.page.getByTestId("talk-cancel").tap();
      await micPhase(a.page, "idle");
      await bubbles(b.page, { type: "voice" }).waitFor({ state: "detached" });
      expect(await bubbles(a.page, { type: "voice" }).count()).toBe(0);
    }),
  LIMIT_MS,
);

test(
  "a press too short for a word sends nothing and says how it is done",
  () =>
    talking(async (a) => {
      const finger = await Finger.on(a);
      await finger.press(a.page);
      await finger.lift();
      await a.page.getByText("Hold to talk, let go to send").waitFor();
      await micPhase(a.page, "idle");
      expect(await bubbles(a.page, { type: "voice" }).count()).toBe(0);
    }),
  LIMIT_MS,
);

test(
  "for those who cannot hold, the setting makes one tap start and another one send",
  () =>
    talking(async (a, b) => {
      await a.page.getByTestId("back").tap();
      await a.page.getByTestId("settings").tap();
      await a.page.getByTestId("tap-to-talk").check();
      await a.page.getByTestId("back").tap();
      await openConversation(a);
      await a.page.getByRole("button", { name: "Tap to talk" }).tap();
      await micPhase(a.page, "locked");
      await captured(a.page, A_MOMENT_MS);
      await a.page.getByTestId("mic").tap();
      await waitForState(bubbles(a.page, { type: "voice" }), "heard");
      await playable(b.page).waitFor();
    }),
  LIMIT_MS,
);

test(
  "on a PC the space bar is the button, Escape cancels, and in the text it is a space",
  () =>
    talking(async (a, b) => {
      await b.page.getByTestId("composer").pressSequentially("a b");
      expect(await b.page.getByTestId("composer").inputValue()).toBe("a b");
      await b.page.getByTestId("composer").fill("");
      await b.page.getByTestId("messages").focus();
      await b.page.keyboard.down("Space");
      await captured(b.page, A_MOMENT_MS);
      await b.page.keyboard.press("Escape");
      await b.page.keyboard.up("Space");
      await micPhase(b.page, "idle");

      await b.page.keyboard.down("Space");
      await captured(b.page, 2 * A_MOMENT_MS);
      await b.page.keyboard.up("Space");
      await waitForState(bubbles(b.page, { type: "voice" }), "heard");
      expect(await playable(a.page).count()).toBe(1);
    }),
  LIMIT_MS,
);

test(
  "another window in front in mid-speech keeps what was said until one decides",
  () =>
    talking(async (a) => {
      await holdToTalk(a, async () => {
        await captured(a.page, A_MOMENT_MS);
        await a.page.evaluate(() => window.dispatchEvent(new Event("blur")));
        await micPhase(a.page, "paused");
      });
      await micPhase(a.page, "paused");
      await a.page.getByTestId("mic").tap();
      await waitForState(bubbles(a.page, { type: "voice" }), "heard");
    }),
  LIMIT_MS,
);

/** What letting go would do. */
async function zone(page: Page, name: "send" | "cancel" | "lock"): Promise<void> {
  await page.locator(`[data-testid=recording][data-zone=${name}]`).waitFor();
}

async function micPhase(page: Page, phase: "idle" | "locked" | "paused"): Promise<void> {
  await page.locator(`[data-testid=mic][data-phase=${phase}]`).waitFor();
}
