import type { Clock } from "@feiliao/server/platform/clock";
import type { Store } from "@feiliao/server/store/store";
import { LocalClock } from "../world/local-clock.ts";
import type { World } from "../world/world.ts";
import type { Disk } from "./disk.ts";

/** Where the service keeps everything. */
export interface Storage {
  /** For what the simulation itself does and checks; while a node serves. */
  readonly store: Store;
  readonly folder: string;
  /** For a node's process with this clock. */
  open(clock: Clock): Store;
  /** That process is gone. */
  crashed(): void;
  remove(): Promise<void>;
}

/** Each process of the one node opens the database as the one before it left it. */
export function embeddedStorage(disk: Disk): Storage {
  let store: Store | null = null;
  return {
    get store() {
      return store!;
    },
    get folder() {
      return disk.folder;
    },
    open(clock) {
      store = disk.open(clock);
      return store;
    },
    crashed: () => disk.crash(),
    remove: () => disk.remove(),
  };
}

/** A database server that all nodes share, and that outlives them. */
export function sharedStorage(world: World, disk: Disk): Storage {
  const store = disk.open(new LocalClock(world.clock, { offset_ms: 0 }));
  const connection: Store = { ...store, close: async () => {} };
  return { store, folder: disk.folder, open: () => connection, crashed() {}, remove: () => disk.remove() };
}
