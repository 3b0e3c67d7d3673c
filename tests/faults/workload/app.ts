import { type Cache, createClient, type FeiliaoClient, memoryCache } from "@feiliao/client";
import type { AccountId, ConversationId, DeviceId, Entry } from "@feiliao/protocol";
import { codeOn, smsTo, until } from "@feiliao/testkit";
import { fingerprint, type Notification, type Slice } from "../audit/history.ts";

interface Credentials {
  account_id: AccountId;
  device_id: DeviceId;
}

/** A device that runs the real SDK, with what it has in a cache that the audit looks into. */
export class App {
  readonly notifications: Notification[] = [];
  readonly client: FeiliaoClient;
  readonly #cache: Cache = memoryCache();
  #credentials: Credentials | null = null;

  private constructor(url: string) {
    this.client = createClient({ url, cache: this.#cache });
    this.client.on((event) => {
      if (event.type !== "message" || !this.#credentials) return;
      const { key: client_id, conversation_id, sender } = event.message;
      const { device_id } = this.#credentials;
      this.notifications.push({ device_id, conversation_id, client_id, sender });
    });
  }

  /** Signs one more device of this number in, by SMS. */
  static async signIn(url: string, number: string): Promise<App> {
    const app = new App(url);
    await app.client.start();
    const before = (await smsTo(url, number)).length;
    const { verification_id } = await app.client.startVerification(number);
    const code = await codeOn(url, number, before);
    await app.client.checkVerification({ verification_id, code, device_name: "app" });
    app.#credentials = (await app.#cache.get<Credentials>("meta", "credentials"))!;
    return app;
  }

  get online(): boolean {
    const { session } = this.client;
    return session.phase === "signed_in" && session.connection.phase === "online";
  }

  /** Waits until it has everything up to these ends. */
  async settle(ends: ReadonlyMap<ConversationId, number>, limit_ms: number): Promise<void> {
    const isBehind = async () => {
      for (const conversation_id of await this.#conversations()) {
        const [last] = await this.#entries(conversation_id, { limit: 1, descending: true });
        if ((last?.seq ?? 0) < (ends.get(conversation_id) ?? 0)) return true;
      }
      return false;
    };
    await until("an app to be up to date", async () => !(await isBehind()), limit_ms).catch(() => {});
  }

  /** What its cache holds, when the run has settled. */
  async slices(): Promise<Slice[]> {
    const conversations = await this.#conversations();
    return Promise.all(conversations.map((conversation_id) => this.#slice(conversation_id)));
  }

  /** Copies of logs that the server could not continue, kept for the person. */
  async archives(): Promise<{ conversation_id: ConversationId; entries: Entry[] }[]> {
    const records = await this.#cache.all<{ conversation_id?: ConversationId; entries?: Entry[] }>("meta");
    return records.flatMap(({ conversation_id, entries }) =>
      conversation_id && entries ? [{ conversation_id, entries }] : [],
    );
  }

  stop(): Promise<void> {
    return this.client.stop();
  }

  async #slice(conversation_id: ConversationId): Promise<Slice> {
    const record = await this.#cache.get<{ epoch: number }>("conversations", conversation_id);
    const entries = await this.#entries(conversation_id);
    const received = entries.map(({ seq, client_id, content }) => ({
      seq,
      client_id,
      content: fingerprint(content),
    }));
    const { account_id, device_id } = this.#credentials!;
    return { device_id, account_id, conversation_id, epoch: record!.epoch, received, caught_up: true };
  }

  async #conversations(): Promise<ConversationId[]> {
    const records = await this.#cache.all<{ conversation_id: ConversationId }>("conversations");
    return records.map(({ conversation_id }) => conversation_id);
  }

  #entries(conversation_id: ConversationId, options: { limit?: number; descending?: boolean } = {}) {
    return this.#cache.range<Entry>(
      "entries",
      [conversation_id, 0],
      [conversation_id, Number.MAX_SAFE_INTEGER],
      options,
    );
  }
}
