import type { Client, Driver, Listener } from "./driver.ts";

const CATCH_UP_MS_MAX = 30_000;

/** What users missed while they were away reaches them when they come back: by itself, or because they ask. */
export class Returning implements Listener {
  /** Messages that came, of all of them. */
  messages = 0;
  private readonly waiting = new Map<Client, { left: number; done: () => void }>();
  private readonly driver: Driver;
  private readonly missed: number;
  readonly lost: (client: Client, reason: string) => void;

  constructor(driver: Driver, missed: number, lost: (reason: string) => void) {
    this.driver = driver;
    this.missed = missed;
    this.lost = (_client, reason) => lost(reason);
  }

  /** Logs in; resolves when everything that was missed is there. */
  async comeBack(client: Client): Promise<void> {
    if (this.driver.missedMessages === "pushed") {
      const all = this.untilPushed(client);
      await client.login();
      await all;
      return;
    }
    await client.login();
    if (this.driver.missedMessages === "lost") return;
    const pulled = await client.catchUp();
    this.messages += pulled;
    if (pulled < this.missed) throw new Error(`${pulled} of ${this.missed} messages came`);
  }

  message(client: Client): void {
    const waiting = this.waiting.get(client);
    if (!waiting) return;
    this.messages++;
    waiting.left--;
    if (waiting.left === 0) waiting.done();
  }

  accepted(): void {}

  private untilPushed(client: Client): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timeout = setTimeout(() => reject(new Error("not everything came")), CATCH_UP_MS_MAX);
    const done = () => {
      clearTimeout(timeout);
      resolve();
    };
    this.waiting.set(client, { left: this.missed, done });
    return promise;
  }
}
