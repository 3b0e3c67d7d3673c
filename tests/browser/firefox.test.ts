import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { bubbles, introduce, sendText, textsOn, waitForState } from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";
import { captured, holdToTalk, playable } from "./stage/talk.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 120_000;

test(
  "Firefox and Chromium talk to each other: text both ways, and Firefox plays what was said in Chromium",
  () =>
    onStage(async (stage) => {
      const [fox, chrome] = [await stage.app({ layout: "pc", browser: "firefox" }), await stage.app()];
      await Promise.all([signUp(fox, alice), signUp(chrome, bob)]);
      await introduce(fox, alice.number, chrome, bob.number);
      await sendText(fox, "from Firefox 🦊");
      await waitForState(bubbles(fox.page, { text: "from Firefox 🦊" }), "read");
      await sendText(chrome, "from Chromium");
      await waitForState(bubbles(chrome.page, { text: "from Chromium" }), "read");
      const said = ["from Firefox 🦊", "from Chromium"];
      expect(await textsOn(fox.page)).toEqual(said);
      expect(await textsOn(chrome.page)).toEqual(said);

      await holdToTalk(chrome, () => captured(chrome.page, 1_000));
      await playable(fox.page).getByTestId("voice-play").click();
      await waitForState(bubbles(chrome.page, { type: "voice" }), "heard");

      await fox.page.reload();
      await bubbles(fox.page, { text: "from Chromium" }).waitFor();
      expect(await textsOn(fox.page)).toEqual(said);
    }),
  LIMIT_MS,
);
