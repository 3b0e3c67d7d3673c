import { afterAll, beforeAll, expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { cacheContract } from "./cache.contract.ts";

const titles = cacheContract(() => Promise.reject(new Error("only for the titles"))).map(({ rule }) => rule);
let browser: Browser;
let server: ReturnType<typeof Bun.serve>;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  const entry = fileURLToPath(new URL("./contract-page.ts", import.meta.url));
  const built = await Bun.build({ entrypoints: [entry], target: "browser" });
  const script = await built.outputs[0]!.text();
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }) =>
      url.endsWith(".js")
        ? new Response(script, { headers: { "content-type": "text/javascript" } })
        : new Response('<!doctype html><script type="module" src="/page.js"></script>', {
            headers: { "content-type": "text/html" },
          }),
  });
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  context = await browser.newContext();
  page = await openPage();
}, 30_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

for (const rule of titles) {
  test(`IndexedDB: ${rule}`, async () => {
    expect(await page.evaluate((each) => checkRule(each), rule)).toBeUndefined();
  });
}

test("IndexedDB: of a write with a value that cannot be kept, nothing is kept", async () => {
  const left = await page.evaluate(async () => {
    const cache = await openCache("atomic");
    const changes = [
      { table: "meta", key: "a", put: 1 },
      { table: "meta", key: "b", put: () => {} },
    ] as const;
    const failure = await cache.write([...changes]).catch((error: Error) => error.name);
    return { failure, all: await cache.all("meta") };
  });
  expect(left).toEqual({ failure: "DataCloneError", all: [] });
});

test("IndexedDB: tabs see each other's writes, lock each other out, and hear each other", async () => {
  const other = await openPage();
  const heard = other.evaluate(async () => {
    const cache = await openCache("shared");
    const message = new Promise((resolve) => cache.listen(resolve));
    document.title = "listening";
    return {
      message: await message,
      written: await cache.get("meta", "a"),
      afterLock: await cache.exclusive("lock", () => cache.get("meta", "under lock")),
    };
  });
  await other.waitForFunction(() => document.title === "listening");
  await page.evaluate(async () => {
    const cache = await openCache("shared");
    await cache.exclusive("lock", async () => {
      await cache.write([{ table: "meta", key: "a", put: "written" }]);
      cache.announce("look");
      await new Promise((resolve) => setTimeout(resolve));
      await cache.write([{ table: "meta", key: "under lock", put: "complete" }]);
    });
  });
  expect(await heard).toEqual({ message: "look", written: "written", afterLock: "complete" });
});

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(server.url.href);
  await opened.waitForFunction(() => "checkRule" in globalThis);
  return opened;
}
