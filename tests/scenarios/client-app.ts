import {
  type Cache,
  type ClientEvent,
  createClient,
  type FeiliaoClient,
  type MessageView,
  memoryCache,
  type Timeline,
} from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import {
  codeOn,
  PEOPLE,
  type PersonName,
  smsTo,
  startTestServer,
  type TestServer,
  until,
} from "@feiliao/testkit";
import { Network } from "./client-network.ts";

/** A person's app: the SDK on a real server, with a network that can fail and a cache that survives. */
export class App {
  readonly network = new Network();
  readonly cache: Cache;
  readonly events: ClientEvent[] = [];
  readonly #url: string;
  #client: FeiliaoClient;

  private constructor(url: string, cache: Cache) {
    this.#url = url;
    this.cache = cache;
    this.#client = this.#open();
  }

  static async signUp(server: TestServer, who: PersonName): Promise<App> {
    const app = await App.onCache(server, memoryCache());
    await app.signIn(who);
    return app;
  }

  /** An app that finds what another one left, or another tab of the same one. */
  static async onCache(server: TestServer, cache: Cache): Promise<App> {
    const app = new App(server.url, cache);
    await app.client.start();
    return app;
  }

  async signIn(who: PersonName): Promise<void> {
    const { name, number } = PEOPLE[who];
    const before = (await smsTo(this.#url, number)).length;
    const { verification_id } = await this.client.startVerification(number);
    const code = await codeOn(this.#url, number, before);
    await this.client.checkVerification({ verification_id, code, device_name: `${who}'s phone` });
    await this.online();
    await this.client.setProfile({ name });
  }

  get client(): FeiliaoClient {
    return this.#client;
  }

  get messages(): MessageView[] {
    return this.events.flatMap((event) => (event.type === "message" ? [event.message] : []));
  }

  async online(): Promise<void> {
    await until("the app to be online", () => {
      const { session } = this.client;
      return session.phase === "signed_in" && session.connection.phase === "online";
    });
  }

  async goOffline(): Promise<void> {
    this.network.down();
    await until("the app to be offline", () => {
      const { session } = this.client;
      return session.phase === "signed_in" && session.connection.phase !== "online";
    });
  }

  async goOnline(): Promise<void> {
    this.network.up();
    this.client.reconnect();
    await this.online();
  }

  /** Closes the app and opens it again on what its cache holds. */
  async reload(): Promise<void> {
    await this.client.stop();
    this.#client = this.#open();
    await this.client.start();
  }

  async goOfflineAndReload(): Promise<void> {
    this.network.down();
    await this.reload();
  }

  async timeline(conversation_id: ConversationId): Promise<Timeline> {
    await until("the conversation to be known", () => this.client.conversation(conversation_id));
    return this.client.timeline(conversation_id);
  }

  #open(): FeiliaoClient {
    const { fetch, webSocket } = this.network;
    const client = createClient({ url: this.#url, cache: this.cache, fetch, webSocket });
    client.on((event) => this.events.push(event));
    return client;
  }
}

/** Runs a story of apps on a real server of its own. */
export async function appStory<Names extends PersonName>(
  names: readonly Names[],
  act: (cast: Record<Names, App> & { server: TestServer }) => Promise<void>,
): Promise<void> {
  const server = await startTestServer();
  const apps: [string, App][] = [];
  try {
    for (const name of names) apps.push([name, await App.signUp(server, name)]);
    await act({ ...(Object.fromEntries(apps) as Record<Names, App>), server });
  } finally {
    for (const [, app] of apps) await app.client.stop();
    await server.close();
  }
}

export function texts(timeline: Timeline): string[] {
  return timeline.messages.flatMap(({ content }) => (content.type === "text" ? [content.text] : []));
}

export function states(timeline: Timeline): string[] {
  return timeline.messages.map(({ state }) => state);
}
