import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { bubbles, waitForState } from "./stage/chat.ts";
import { codeAfter, signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";
import { captured } from "./stage/talk.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 90_000;

for (const layout of ["pc", "phone"] as const) {
  test(
    `signing up, adding a friend, writing and talking need nothing but a keyboard (${layout})`,
    () =>
      onStage(async (stage) => {
        const app = await stage.app({ layout });
        const page = await app.open();
        const { keyboard } = page;

        await focused(page, "number");
        await keyboard.type(alice.number.slice(3));
        await page.getByTestId("carrier").waitFor();
        const code = await codeAfter(app, alice.number, () => keyboard.press("Enter"));
        await focused(page, "code");
        await keyboard.type(code);
        await focused(page, "name");
        await keyboard.type(alice.name);
        await keyboard.press("Enter");

        await page.getByTestId("add-friend").waitFor();
        await tabTo(page, "add-friend");
        await keyboard.press("Enter");
        await focused(page, "number");
        await keyboard.type(bob.number.slice(3));
        await keyboard.press("Enter");

        await page.getByTestId("composer").waitFor();
        await tabTo(page, "composer");
        await keyboard.type("typed");
        await keyboard.press("Enter");
        await waitForState(bubbles(page, { text: "typed" }), "sent");

        await tabTo(page, "mic");
        await keyboard.press("Enter");
        await captured(page, 1_000);
        await keyboard.press("Enter");
        await waitForState(bubbles(page, { type: "voice" }), "sent");

        await tabTo(page, "voice-play");
        await keyboard.press("Space");
        await page.locator("[data-testid=voice][data-playing=true]").waitFor();
        await keyboard.press("Escape");
        await page.getByTestId("composer").waitFor({ state: "detached" });
      }),
    LIMIT_MS,
  );
}

test(
  "closing a dialog by keyboard brings the focus back to the button that opened it",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "pc" });
      await signUp(app, alice);
      const { page } = app;
      await tabTo(page, "add-friend");
      await page.keyboard.press("Enter");
      await focused(page, "number");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await focusedTestId(page)).toBe("add-friend");
    }),
  LIMIT_MS,
);

/** More than any screen has places to stop. */
const TABS_MAX = 60;

/** Goes from place to place until the focus is there. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    if ((await focusedTestId(page)) === testId) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${testId}`);
}

/** The focus gets there by itself. */
async function focused(page: Page, testId: string): Promise<void> {
  await page.locator(`[data-testid=${testId}]:focus`).waitFor();
}

function focusedTestId(page: Page): Promise<string | undefined> {
  return page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid);
}
