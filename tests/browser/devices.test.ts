import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { addFriend } from "./stage/chat.ts";
import { sendCode, signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "a device that another one signs out leaves the open conversation at once and says why",
  () =>
    onStage(async (stage) => {
      const [pc, lost] = [await stage.app({ layout: "pc" }), await stage.app()];
      await signUp(pc, alice);
      await signUp(lost, alice);
      await addFriend(lost, bob.number);
      await pc.page.getByTestId("settings").click();
      const other = pc.page.locator("[data-testid=device][data-current=false]");
      lost.problems.expect(/the server responded with a status of 401/);
      await other.getByTestId("device-revoke").click();
      await lost.page.getByText("This device was signed out from another device.").waitFor();
      await other.waitFor({ state: "detached" });
      expect(await pc.page.getByTestId("device").count()).toBe(1);
    }),
  LIMIT_MS,
);

test(
  "an account with a registration PIN asks a new device for it after the code",
  () =>
    onStage(async (stage) => {
      const [first, second] = [await stage.app({ layout: "pc" }), await stage.app()];
      await signUp(first, alice);
      await first.page.getByTestId("settings").click();
      await first.page.getByTestId("set-pin").click();
      await first.page.getByTestId("new-pin").fill("correct horse");
      await first.page.getByRole("button", { name: "Save" }).click();
      await first.page.getByText("The PIN is set.").waitFor();

      const page = await second.open();
      second.problems.expect(/the server responded with a status of 4\d\d/);
      await page.getByTestId("code").fill(await sendCode(second, alice.number));
      await page.getByTestId("pin").fill("wrong horse");
      await page.getByTestId("pin-submit").click();
      await page.getByText("The PIN is not right.").waitFor();
      await page.getByTestId("pin").fill("correct horse");
      await page.getByTestId("pin-submit").click();
      await page.getByTestId("add-friend").waitFor();
    }),
  LIMIT_MS,
);
