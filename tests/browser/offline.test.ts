import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { bubbles, introduce, sendText, textsOn, waitForState } from "./stage/chat.ts";
import { openableOffline } from "./stage/openable-offline.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "what is composed offline is shown at once, survives a reload without the server, and is sent in order later",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app(), await stage.app({ layout: "pc" })];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await sendText(a, "online");
      await bubbles(b.page, { text: "online" }).waitFor();
      await openableOffline(a.page);

      await a.goOffline();
      await a.page
        .locator("[data-testid=connection]:not([data-phase=online])")
        .waitFor({ state: "attached" });
      await sendText(a, "first");
      await sendText(a, "second");
      await waitForState(bubbles(a.page, { text: "first" }), "queued");
      await waitForState(bubbles(a.page, { text: "second" }), "queued");

      await a.page.reload();
      await waitForState(bubbles(a.page, { text: "second" }), "queued");
      expect(await textsOn(a.page)).toEqual(["online", "first", "second"]);

      await a.goOnline();
      await waitForState(bubbles(a.page, { text: "second" }), "delivered", "read");
      await bubbles(b.page, { text: "second" }).waitFor();
      expect(await textsOn(b.page)).toEqual(["online", "first", "second"]);
      expect(await textsOn(a.page)).toEqual(["online", "first", "second"]);
    }),
  LIMIT_MS,
);

test(
  "without the server the app says so, and tries again when it is told to",
  () =>
    onStage(async (stage) => {
      const a = await stage.app();
      await signUp(a, alice);
      a.loseServer();
      await a.page.getByText("No connection. What you write is sent later.").waitFor();
      a.line.up();
      await a.page.getByRole("button", { name: "Connect now" }).click();
      await a.online();
      expect(await a.page.getByText("No connection.").count()).toBe(0);
    }),
  LIMIT_MS,
);
