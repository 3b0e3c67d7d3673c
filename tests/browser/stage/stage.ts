import type { Browser, BrowserContextOptions } from "playwright-core";
import type { Overrides } from "../../../packages/server/src/server.ts";
import { UNPROCESSED_MICROPHONE } from "../../../packages/testkit/src/audio/chromium-microphone.ts";
import { launchChromium, launchFirefox } from "../../../packages/testkit/src/browser/launch.ts";
import { Line } from "../../../packages/testkit/src/browser/line.ts";
import { startTestServer, type TestServer } from "../../../packages/testkit/src/index.ts";
import { App } from "./app.ts";
import { recordSound } from "./sound.ts";
import { copyOfBuiltApp } from "./web-folder.ts";

export const LAYOUTS = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  pc: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>;

export interface AppOptions {
  /** Default: a phone, by touch. A PC has a mouse. */
  layout?: keyof typeof LAYOUTS;
  /** Default: English. */
  language?: "en" | "zh-CN";
  /** Default: Chromium. */
  browser?: "chromium" | "firefox";
  /** Default: 127.0.0.1, which is faster found. Only names have passkeys. */
  host?: "127.0.0.1" | "localhost";
  /** A WAV file that its microphone hears instead of beeps; each file has a browser of its own. */
  speech?: string;
  /** Whatever else the browser profile should be like. */
  profile?: BrowserContextOptions;
}

/** A real server with the built app, and the browsers of the people who use it. */
export class Stage {
  readonly server: TestServer;
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #apps: App[] = [];
  readonly #removeApp: () => void;

  private constructor(server: TestServer, removeApp: () => void) {
    this.server = server;
    this.#removeApp = removeApp;
  }

  static async open(overrides: Overrides = {}): Promise<Stage> {
    const { folder, remove } = copyOfBuiltApp();
    return new Stage(await startTestServer({}, { web_folder: folder, ...overrides }), remove);
  }

  /** A new device, with nothing on it. */
  async app({
    layout = "phone",
    language = "en",
    host = "127.0.0.1",
    browser,
    speech,
    profile,
  }: AppOptions = {}): Promise<App> {
    const launched = await this.#browser(browser ?? "chromium", speech);
    const context = await launched.newContext({ locale: language, ...LAYOUTS[layout], ...profile });
    // Only secure contexts have microphones, and the empty page that every tab begins with is none.
    if (speech) await context.addInitScript(`if (isSecureContext) ${UNPROCESSED_MICROPHONE}`);
    await context.addInitScript(recordSound);
    const app = new App(context, await Line.to(this.server.server.port), host);
    this.#apps.push(app);
    return app;
  }

  /** What went wrong in any page. */
  get problems(): string[] {
    return this.#apps.flatMap(({ problems }) => problems.found);
  }

  async close(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.close()));
    await Promise.all([...this.#browsers.values()].map(async (browser) => (await browser).close()));
    await this.server.close();
    this.#removeApp();
  }

  #browser(name: "chromium" | "firefox", speech: string | undefined): Promise<Browser> {
    const key = speech ?? name;
    const known = this.#browsers.get(key);
    if (known) return known;
    const launching = name === "firefox" ? launchFirefox() : launchChromium(speech ? { speech } : {});
    this.#browsers.set(key, launching);
    return launching;
  }
}

/** Runs a story in real browsers, and fails when a page fails or complains, whatever the story itself asserts. */
export async function onStage<T>(act: (stage: Stage) => Promise<T>, overrides?: Overrides): Promise<T> {
  const stage = await Stage.open(overrides);
  try {
    const result = await act(stage);
    noProblems(stage);
    return result;
  } catch (failure) {
    for (const problem of stage.problems) console.error(`in a page: ${problem}`);
    throw failure;
  } finally {
    await stage.close();
  }
}

/** @throws when something went wrong in a page */
export function noProblems({ problems }: Stage): void {
  if (problems.length > 0) throw new Error(`in a page: ${problems.join("\n")}`);
}
