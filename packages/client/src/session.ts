import type { AccountId } from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import { type Credentials, metaKey, putMeta } from "./cache/records.ts";
import type { Changes } from "./changes.ts";
import { newClientId } from "./client-id.ts";
import { coalesced } from "./coalesced.ts";
import type { Http } from "./connection/http.ts";
import type { Platform } from "./platform.ts";
import { SignedIn } from "./signed-in.ts";
import { Tabs } from "./tabs.ts";
import type { Connection, Session, SignedOutReason } from "./types.ts";

export interface SessionParts {
  cache: Cache;
  changes: Changes;
  http: Http;
  platform: Platform;
}

/** Who is signed in, as the cache has it: the tabs of one origin sign in and out together. */
export class ClientSession {
  readonly #parts: SessionParts;
  readonly #tabs: Tabs;
  #state: Session = { phase: "loading" };
  #signedIn: SignedIn | null = null;
  #ending: SignedOutReason | null = null;
  #unlisten = () => {};
  /** Follows what the cache says. */
  readonly #adopt = coalesced(() => this.#followCredentials());

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#tabs = new Tabs(parts.cache, newClientId(parts.platform));
  }

  get state(): Session {
    return this.#state;
  }

  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }

  async start(): Promise<void> {
    this.#unlisten = this.#tabs.listen((message) => {
      if (message.type === "session") void this.#adopt();
    });
    await this.#adopt();
  }

  async stop(): Promise<void> {
    this.#unlisten();
    await this.#leave();
    this.#state = { phase: "loading" };
  }

  /** Begins with an empty cache: what another account left is not this one's. */
  async signIn(credentials: Credentials): Promise<void> {
    await this.#leave();
    await this.#clear();
    await this.#parts.cache.write([putMeta(metaKey.credentials, credentials)]);
    await this.#adopt();
    this.#tabs.announce({ type: "session" });
    await this.#signedIn?.sync.pull(); // so that what comes after signing in, and only that, is news
  }

  /** Does what signs this device out; that the server then says so is no news. */
  async end<T>(reason: SignedOutReason, act: () => Promise<T>): Promise<T> {
    this.#ending = reason;
    try {
      const result = await act();
      await this.forget(reason);
      return result;
    } finally {
      this.#ending = null;
    }
  }

  async forget(reason: SignedOutReason): Promise<void> {
    await this.#leave();
    try {
      await this.#clear();
    } finally {
      this.#set({ phase: "signed_out", reason });
      this.#tabs.announce({ type: "session" });
    }
  }

  /** A tab that slept may hear of it when the others have signed in anew: what is kept is theirs by then. */
  async #revoked({ token }: Credentials): Promise<void> {
    const kept = await this.#parts.cache.get<Credentials>("meta", metaKey.credentials).catch(() => null);
    if (kept && kept.token !== token) await this.#adopt();
    else await this.forget(this.#ending ?? "revoked");
  }

  async #followCredentials(): Promise<void> {
    const credentials = await this.#parts.cache.get<Credentials>("meta", metaKey.credentials);
    if (credentials?.token === this.#signedIn?.credentials.token && this.#state.phase !== "loading") return;
    await this.#leave();
    if (credentials) await this.#enter(credentials);
    else this.#set({ phase: "signed_out" });
  }

  async #enter(credentials: Credentials): Promise<void> {
    this.#signedIn = await SignedIn.load({
      ...this.#parts,
      credentials,
      tabs: this.#tabs,
      onPhase: (connection) => this.#setConnection(credentials.account_id, connection),
      onRevoked: () => {
        if (this.#signedIn?.credentials === credentials) void this.#revoked(credentials).catch(() => {});
      },
    });
    this.#signedIn.start();
  }

  async #leave(): Promise<void> {
    const signedIn = this.#signedIn;
    this.#signedIn = null;
    await signedIn?.stop();
  }

  /** Everything goes but the name of the installation, which belongs to no account. */
  async #clear(): Promise<void> {
    const { cache } = this.#parts;
    const installation = await cache.get<string>("meta", metaKey.installation);
    await cache.clear();
    if (installation) await cache.write([putMeta(metaKey.installation, installation)]);
  }

  #setConnection(account_id: AccountId, connection: Connection): void {
    this.#set({ phase: "signed_in", account_id, connection });
  }

  #set(state: Session): void {
    this.#state = state;
    this.#parts.changes.emit({ type: "session" });
  }
}
