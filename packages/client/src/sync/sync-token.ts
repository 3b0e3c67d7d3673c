import type { SyncPage } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Cache, CacheChange } from "../cache/port.ts";
import { metaKey, putMeta } from "../cache/records.ts";
import type { Call } from "../call.ts";

/** What this device has, as the server sealed it. */
export class SyncToken {
  #token: string | null = null;
  /** What the token builds on, in accounts of many conversations; sent only when it is asked for. */
  #base: string | null = null;
  #kept_base: string | null = null;

  /** The one that belongs to what the cache holds. */
  static async load(cache: Cache): Promise<SyncToken> {
    const loaded = new SyncToken();
    const [token, base] = await Promise.all([
      cache.get<string>("meta", metaKey.syncToken),
      cache.get<string>("meta", metaKey.syncBase),
    ]);
    loaded.#token = token ?? null;
    loaded.#base = base ?? null;
    loaded.#kept_base = loaded.#base;
    return loaded;
  }

  /** True when the device has nothing yet. */
  get isNothing(): boolean {
    return this.#token === null;
  }

  async pull(call: Call): Promise<SyncPage> {
    const token = this.#token;
    try {
      return await call("sync/pull", { token });
    } catch (error) {
      if (!(error instanceof FeiliaoError) || error.code !== "base_required") throw error;
      return await call("sync/pull", this.#base === null ? {} : { token, base: this.#base });
    }
  }

  /** The device has the page, and with it what the page's token stands for. */
  advance({ token, base }: SyncPage): void {
    this.#token = token;
    this.#base = base ?? this.#base;
  }

  /** Everything must be told anew. */
  reset(): void {
    this.#token = null;
  }

  /** What it takes to keep it. */
  changes(): CacheChange[] {
    const changes = [putMeta(metaKey.syncToken, this.#token)];
    if (this.#base !== this.#kept_base) changes.push(putMeta(metaKey.syncBase, this.#base));
    this.#kept_base = this.#base;
    return changes;
  }
}
