import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, sendText, waitForState } from "./stage/chat.ts";
import { photoWithPosition } from "./stage/photo.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";
import { captured, holdToTalk } from "./stage/talk.ts";
import { BUILT_APP } from "./stage/web-folder.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;
const KB = 1_024;

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const built = (file: string): Buffer => readFileSync(join(BUILT_APP, file));
const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(built(file)).length, 0);

test("what the first screen needs is small: script ≤ 60 KB, style ≤ 12 KB, page ≤ 4 KB, compressed", () => {
  const { scripts, styles } = staticParts("index.html");
  expect(gzipped(scripts)).toBeLessThanOrEqual(60 * KB);
  expect(gzipped(styles)).toBeLessThanOrEqual(12 * KB);
  expect(gzipped(["index.html"])).toBeLessThanOrEqual(4 * KB);
});

test("voice adds at most 12 KB of script, compressed, to what is there already", () => {
  const initial = staticParts("index.html").scripts;
  const { scripts } = staticParts("src/voice/index.ts");
  expect(gzipped([...scripts].filter((script) => !initial.has(script)))).toBeLessThanOrEqual(12 * KB);
});

test("no style brings a font of its own", () => {
  const styles = new Set(Object.values(manifest()).flatMap(({ css = [] }) => css));
  expect(styles.size).toBeGreaterThan(0);
  for (const style of styles) expect(built(style).toString()).not.toContain("@font-face");
});

/** The numbering plans of the world, which come after the first screen stands and have a budget of their own. */
const NUMBERING_PLANS = /\/assets\/phone-numbers-/;

test(
  "the first visit downloads at most 120 KB for its screen, headers included, 40 KB of numbering plans, and no font",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      const page = await app.context.newPage();
      const downloads = await watchDownloads(page);
      await page.goto(app.line.url);
      await page.getByTestId("country").locator("option").nth(200).waitFor({ state: "attached" });
      const [plans, screen] = [downloads.filter(isPlans), downloads.filter((each) => !isPlans(each))];
      expect(plans).toHaveLength(1);
      expect(bytesOf(plans)).toBeLessThanOrEqual(40 * KB);
      expect(screen.map(({ type }) => type)).toContain("Script");
      expect(screen.map(({ type }) => type)).not.toContain("Font");
      expect(bytesOf(screen)).toBeLessThanOrEqual(120 * KB);
    }),
  LIMIT_MS,
);

interface Download {
  url: string;
  type: string;
  bytes: number;
}

const isPlans = ({ url }: Download): boolean => NUMBERING_PLANS.test(url);
const bytesOf = (downloads: readonly Download[]): number =>
  downloads.reduce((sum, { bytes }) => sum + bytes, 0);

/** What a page downloads from now on, as it comes over the network. */
async function watchDownloads(page: Page): Promise<Download[]> {
  const downloads: Download[] = [];
  const begun = new Map<string, Pick<Download, "url" | "type">>();
  const network = await page.context().newCDPSession(page);
  network.on("Network.responseReceived", ({ requestId, type, response: { url } }) => {
    begun.set(requestId, { url, type });
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength: bytes }) => {
    const response = begun.get(requestId);
    if (response) downloads.push({ ...response, bytes });
  });
  await network.send("Network.enable");
  return downloads;
}

test(
  "whatever one does, the app talks to its own server only",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "pc" });
      const addressed = hostsAddressedBy(app);
      await signUp(app, alice);
      await addFriend(app, bob.number);
      await sendText(app, "https://example.org/ is only a link");
      const picture = { name: "photo.jpg", mimeType: "image/jpeg", buffer: photoWithPosition() };
      await app.page.getByTestId("picture-file").setInputFiles(picture);
      await holdToTalk(app, () => captured(app.page, 1_000));
      await waitForState(bubbles(app.page, { type: "voice" }), "sent");
      await app.page.getByTestId("settings").click();
      await app.page.getByTestId("device").first().waitFor();
      expect([...addressed]).toEqual([new URL(app.line.url).host]);
    }),
  LIMIT_MS,
);

/** A part of the app with everything it imports before it runs. */
function staticParts(entry: string): { scripts: Set<string>; styles: Set<string> } {
  const chunks = manifest();
  const names = new Set([entry]);
  for (const name of names) for (const imported of chunks[name]?.imports ?? []) names.add(imported);
  const parts = [...names].map((name) => chunks[name]!);
  return {
    scripts: new Set(parts.map(({ file }) => file)),
    styles: new Set(parts.flatMap(({ css = [] }) => css)),
  };
}

function manifest(): Record<string, Chunk> {
  return JSON.parse(built(".vite/manifest.json").toString()) as Record<string, Chunk>;
}

/** Hosts of requests and sockets from now on; what is made in the page (`blob:`, `data:`) has none. */
function hostsAddressedBy({ context }: App): Set<string> {
  const hosts = new Set<string>();
  const note = (url: string) => /^(?:http|ws)s?:/.test(url) && hosts.add(new URL(url).host);
  context.on("request", (request) => note(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => note(socket.url())));
  return hosts;
}
