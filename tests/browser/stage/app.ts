import type { BrowserContext, Page } from "playwright-core";
import type { Line } from "../../../packages/testkit/src/browser/line.ts";
import { Problems } from "./problems.ts";

/** What browsers write to the console of a page whose server is out of reach. */
const OUT_OF_REACH = /Failed to load resource: net::ERR_|WebSocket connection to|Failed to fetch/;

/** The app on one device of somebody: a browser profile of its own, behind a line of its own. */
export class App {
  readonly context: BrowserContext;
  readonly line: Line;
  /** Origin of the server, by the name that the browser knows it by. */
  readonly url: string;
  readonly problems: Problems;
  #page: Page | undefined;

  constructor(context: BrowserContext, line: Line, host: string) {
    this.context = context;
    this.line = line;
    this.url = line.url.replace("127.0.0.1", host);
    this.problems = new Problems(context);
  }

  get page(): Page {
    if (!this.#page) throw new Error("the app was not opened");
    return this.#page;
  }

  /** Opens a page of the server. The first one is `page` from now on. */
  async open(path = "/"): Promise<Page> {
    const page = await this.context.newPage();
    this.#page ??= page;
    await page.goto(this.url + path);
    return page;
  }

  /** The device has no network, and its browser knows. */
  async goOffline(): Promise<void> {
    await this.context.setOffline(true);
    this.loseServer();
  }

  async goOnline(): Promise<void> {
    this.line.up();
    await this.context.setOffline(false);
  }

  /** The server is out of reach, and nobody tells the browser. */
  loseServer(): void {
    this.problems.expect(OUT_OF_REACH);
    this.line.down();
  }

  /** Waits for the connection to the server. */
  async online(): Promise<void> {
    const online = this.page.locator("[data-testid=connection][data-phase=online]");
    await online.first().waitFor({ state: "attached" });
  }

  /** Cuts the connections that are open, as a change of network does. */
  cut(): void {
    this.problems.expect(OUT_OF_REACH);
    this.line.cut();
  }

  async close(): Promise<void> {
    await this.context.close();
    this.line.close();
  }
}
