import { expect, test } from "bun:test";
import { launchChromium } from "../../packages/testkit/src/browser/launch.ts";
import { PEOPLE, post, requestCode, signUp, startTestServer } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { barriersOn } from "./stage/axe.ts";
import { onStage } from "./stage/stage.ts";
import { copyOfBuiltApp } from "./stage/web-folder.ts";

const LIMIT_MS = 60_000;
/** 移动 over CMPP, the first of the links of the carriers in the box. */
const MOBILE = "link-simulator-cmpp";
const TOKEN = "0123456789abcdef0123456789abcdef";
/** The carrier takes the SMS, and its answer is lost. */
const UNANSWERED = "+8613800139504";

test(
  "OP4 OP5 the operator sees what a link does and costs, and a statement settles what nobody answered for",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "pc", profile: { bypassCSP: true } }); // for axe
      const { url } = app.line;
      await signUp(url, PEOPLE.alice.number, "phone");
      await requestCode(url, UNANSWERED);
      const page = await app.open("/operator");
      const link = page.getByTestId(MOBILE);
      await link.locator(".outcomes li").filter({ hasText: "delivered" }).waitFor();
      expect(await link.getByTestId("link-state").textContent()).toBe("up");
      await link.getByTestId("unknown").first().waitFor();
      expect(await link.getByTestId("confirmed").first().textContent()).toBe("¥0.05");
      await link.getByTestId("statement").click();
      const bill = await ownBill(app);
      await link.getByTestId("statement-file").setInputFiles(fileOf(bill));
      await link.getByTestId("statement-import").click();
      await link.getByTestId("statement-outcome").getByText("The bill is ¥0.10.").waitFor();
      await page.getByTestId(MOBILE).getByTestId("unknown").first().waitFor({ state: "detached" });
      expect(await link.getByTestId("confirmed").first().textContent()).toBe("¥0.10");
      expect(await barriersOn(page)).toEqual([]);
    }),
  LIMIT_MS,
);

test(
  "OP6 a list of ported numbers is imported, and a mistake in it is named",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ language: "zh-CN" });
      const page = await app.open("/operator");
      await page.getByTestId("overrides-file").setInputFiles(fileOf("number,carrier\n138,china_unicom"));
      app.problems.expect(/the server responded with a status of 4\d\d/);
      await page.getByTestId("overrides-import").click();
      await page.getByText('line 2: "138" is no number').waitFor();
      await page
        .getByTestId("overrides-file")
        .setInputFiles(fileOf("number,carrier\n13800138001,china_unicom"));
      await page.getByTestId("overrides-import").click();
      await page.getByTestId("overrides-outcome").getByText("已记录 1 个号码。").waitFor();
    }),
  LIMIT_MS,
);

test(
  "OP4 an attack on a block of numbers is told on the page",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      for (let last = 0; last < 30; last++) {
        await post(app.line.url, "verification/start", { number: `+861380013${8100 + last}` });
      }
      const page = await app.open("/operator");
      const row = page.locator(".codes tr").filter({ hasText: "+861380013" });
      await row.getByText("work is asked for").waitFor();
    }),
  LIMIT_MS,
);

test(
  "OP1 the page asks for the token where one is set, and forgets it when one signs out",
  async () => {
    const { folder, remove } = copyOfBuiltApp();
    const server = await startTestServer({ operator_token: TOKEN }, { web_folder: folder });
    const browser = await launchChromium();
    const page = await browser.newPage({ locale: "en" });
    await page.goto(`${server.url}/operator`);
    await page.getByTestId("operator-token").fill("something else");
    await page.getByTestId("operator-sign-in").click();
    await page.getByRole("alert").getByText("This is not the token.").waitFor();
    await page.getByTestId("operator-token").fill(TOKEN);
    await page.getByTestId("operator-sign-in").click();
    await page.getByTestId("all-links").waitFor();
    await page.reload();
    await page.getByTestId("all-links").waitFor();
    await page.getByTestId("operator-sign-out").click();
    await page.getByTestId("operator-token").waitFor();
    expect(await page.getByTestId("all-links").count()).toBe(0);
    await browser.close();
    await server.close();
    remove();
  },
  LIMIT_MS,
);

const fileOf = (text: string) => ({ name: "statement.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

/** What 移动 bills. */
async function ownBill({ line }: App): Promise<string> {
  return (await fetch(`${line.url}/phones/carriers/china_mobile/bill.csv`)).text();
}
