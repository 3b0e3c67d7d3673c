import type { AccountChange } from "@feiliao/protocol";
import type { Cache, CacheChange } from "../cache/port.ts";
import { deleteMeta, metaKey, putMeta } from "../cache/records.ts";
import type { Favourite, ScheduledMessage } from "../message-types.ts";

type ChangeOf<Type extends AccountChange["type"]> = Extract<AccountChange, { type: Type }>;

/** Favourites and scheduled messages, as the account's own log has told them. */
export class KeptMessages {
  readonly #favourites: Map<string, Favourite>;
  readonly #scheduled: Map<string, ScheduledMessage>;

  constructor(favourites: readonly Favourite[] = [], scheduled: readonly ScheduledMessage[] = []) {
    this.#favourites = new Map(favourites.map((favourite) => [favourite.favourite_id, favourite]));
    this.#scheduled = new Map(scheduled.map((message) => [message.scheduled_id, message]));
  }

  static async load(cache: Cache): Promise<KeptMessages> {
    const [favourites, scheduled] = await Promise.all([
      cache.range<Favourite>("meta", ...metaKey.every("favourite")),
      cache.range<ScheduledMessage>("meta", ...metaKey.every("scheduled")),
    ]);
    return new KeptMessages(favourites, scheduled);
  }

  /** The latest first. */
  get favourites(): readonly Favourite[] {
    return [...this.#favourites.values()].sort((a, b) => b.position - a.position);
  }

  /** The next one first. */
  get scheduled(): readonly ScheduledMessage[] {
    return [...this.#scheduled.values()].sort((a, b) => a.due_at - b.due_at);
  }

  setFavourite({ favourite_id, position, kept }: ChangeOf<"favourite">): CacheChange {
    return put(
      this.#favourites,
      metaKey.favourite(favourite_id),
      favourite_id,
      kept && { favourite_id, position, ...kept },
    );
  }

  setScheduled({ scheduled_id, message }: ChangeOf<"scheduled">): CacheChange {
    return put(
      this.#scheduled,
      metaKey.scheduled(scheduled_id),
      scheduled_id,
      message && { scheduled_id, ...message },
    );
  }

  /** They are told anew. */
  forget(): CacheChange[] {
    const forgotten = [
      ...[...this.#favourites.keys()].map((id) => deleteMeta(metaKey.favourite(id))),
      ...[...this.#scheduled.keys()].map((id) => deleteMeta(metaKey.scheduled(id))),
    ];
    this.#favourites.clear();
    this.#scheduled.clear();
    return forgotten;
  }
}

function put<T>(
  map: Map<string, T>,
  key: ReturnType<typeof metaKey.favourite>,
  id: string,
  value: T | null,
): CacheChange {
  if (value === null) {
    map.delete(id);
    return deleteMeta(key);
  }
  map.set(id, value);
  return putMeta(key, value);
}
