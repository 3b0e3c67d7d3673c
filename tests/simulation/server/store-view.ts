import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Store } from "@feiliao/server/store/store";

/** A write that fails: nothing of it happened, or all of it did and only the answer is a failure. */
export type StorageFault = "before" | "after";

/** What one process can do with the store: nothing once it is dead, and its writes may fail. */
export interface StoreViewParts {
  store: Store;
  isAlive(): boolean;
  /** Asked once for every write. */
  fault(method: string): StorageFault | null;
}

/** Methods that write; everything else of the store's parts reads. */
const WRITES: { readonly [Part in keyof Store]?: readonly (keyof Store[Part] & string)[] } = {
  accounts: [
    "ensure",
    "signIn",
    "revokeDevice",
    "touch",
    "setProfile",
    "setPinHash",
    "list",
    "setContact",
    "keep",
  ],
  conversations: [
    "openDirect",
    "createGroup",
    "append",
    "advance",
    "refreshMember",
    "setLink",
    "setBlocked",
    "expire",
  ],
  limits: ["take"],
  media: ["begin", "discard", "grant"],
  outbox: ["claim", "postpone", "done"],
  scheduled: ["set", "cancel", "claim", "done"],
  sms: [
    ...(["open", "claim", "begin", "settle", "report", "overdue", "drop", "postpone", "told"] as const),
    ...(["useThread", "see", "hold", "closeQuestion", "setOptOut", "share", "learn", "sweep"] as const),
    ...(["remind", "claimReminders", "endReminder", "delayReminder", "takeNotice"] as const),
  ],
  talks: ["store"],
  verifications: ["start", "attempt", "refund", "claim"],
};

type Method = (...args: unknown[]) => unknown;

/** The store as a process sees it. */
export function storeView(parts: StoreViewParts): Store {
  return new Proxy(parts.store, {
    get(store, name: keyof Store & string) {
      const member = store[name];
      if (typeof member !== "object") return (member as Method).bind(store);
      return partView(member, new Set<string>(WRITES[name] ?? []), parts);
    },
  });
}

function partView(part: object, writes: ReadonlySet<string>, { isAlive, fault }: StoreViewParts): object {
  return new Proxy(part, {
    get(target, name: string) {
      const method = Reflect.get(target, name) as Method;
      if (name === "onQueued") return (listener: () => void) => method.call(target, whileAlive(listener));
      return (...args: unknown[]) => {
        if (!isAlive()) return NEVER;
        const failing = writes.has(name) ? fault(name) : null;
        if (failing === "before") return Promise.reject(failure());
        return answerOf(method.apply(target, args) as Promise<unknown>, failing);
      };
    },
  });

  function whileAlive(listener: () => void): () => void {
    return () => {
      if (isAlive()) listener();
    };
  }

  async function answerOf(done: Promise<unknown>, failing: StorageFault | null): Promise<unknown> {
    try {
      const result = await done;
      if (failing === "after") throw failure();
      return isAlive() ? result : await NEVER;
    } catch (error) {
      if (!isAlive()) await NEVER;
      throw error;
    }
  }
}

/** The answer that a dead process gets. */
const NEVER = new Promise<never>(() => {});

function failure(): FeiliaoError {
  return new FeiliaoError("storage_failed", { retry_after_s: 5 });
}
