import type { BrowserContext, ConsoleMessage, Page } from "playwright-core";

/** What goes wrong in the pages of a browser context and what they complain about, but for what is expected. */
export class Problems {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(context: BrowserContext) {
    context.on("page", (page) => this.#watch(page));
  }

  /** Whatever matches is no problem from now on. */
  expect(...complaints: RegExp[]): void {
    this.#expected.push(...complaints);
  }

  get found(): readonly string[] {
    return this.#found;
  }

  #watch(page: Page): void {
    page.on("pageerror", (error) => this.#note(`${error.name}: ${error.message}\n${error.stack ?? ""}`));
    page.on("crash", () => this.#note("The page crashed."));
    page.on("console", (message) => {
      if (message.type() === "error") this.#note(withPlace(message));
    });
  }

  #note(problem: string): void {
    if (!this.#expected.some((pattern) => pattern.test(problem))) this.#found.push(problem);
  }
}

function withPlace(message: ConsoleMessage): string {
  return `${message.text()} (${message.location().url})`;
}
