import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { bubbles, introduce, sendText, textsOn, waitForState } from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "with two tabs open, a message composed in one is sent once and shown in both, also one composed offline",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      const otherTab = await a.open(new URL(a.page.url()).pathname);
      await otherTab.getByTestId("composer").waitFor();

      await sendText(a, "from one tab");
      await bubbles(otherTab, { text: "from one tab" }).waitFor();
      await bubbles(b.page, { text: "from one tab" }).waitFor();

      await a.goOffline();
      await sendText(a, "composed offline");
      await waitForState(bubbles(otherTab, { text: "composed offline" }), "queued");
      await a.goOnline();
      await bubbles(b.page, { text: "composed offline" }).waitFor();
      await waitForState(bubbles(otherTab, { text: "composed offline" }), "delivered", "read");
      await waitForState(bubbles(a.page, { text: "composed offline" }), "delivered", "read");

      await sendText(b, "an answer");
      await bubbles(a.page, { text: "an answer" }).waitFor();
      await bubbles(otherTab, { text: "an answer" }).waitFor();
      const said = ["from one tab", "composed offline", "an answer"];
      for (const page of [a.page, otherTab, b.page]) expect(await textsOn(page)).toEqual(said);
    }),
  LIMIT_MS,
);

test(
  "signing out in one tab signs the other out, and leaves nothing on the device",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await sendText(a, "remember me");
      await bubbles(b.page, { text: "remember me" }).waitFor();
      const otherTab = await a.open(new URL(a.page.url()).pathname);
      await bubbles(otherTab, { text: "remember me" }).waitFor();

      await a.page.getByTestId("settings").click();
      await a.page.getByTestId("sign-out").click();
      await a.page.getByTestId("sign-out-confirm").click();
      await a.page.getByText("You are signed out on this device.").waitFor();
      await otherTab.getByTestId("number").waitFor();
      expect(await keptOn(a.page)).not.toContain("remember me");
    }),
  LIMIT_MS,
);

/** Everything that this origin keeps in IndexedDB, as text. */
function keptOn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await opened(indexedDB.open(name!));
      for (const table of database.objectStoreNames) {
        kept.push(await opened(database.transaction(table).objectStore(table).getAll()));
      }
      database.close();
    }
    return JSON.stringify(kept);

    function opened<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }
  });
}
