import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { DeviceIdentity } from "../store/account-store.ts";
import type { Receiver } from "./receiver.ts";

const NONE: ReadonlySet<Receiver> = new Set();

/** The sockets of this node, by whose they are and by what they have open. */
export class Receivers {
  readonly #all = new Set<Receiver>();
  readonly #byAccount = new Map<AccountId, Set<Receiver>>();
  readonly #attending = new Map<ConversationId, Set<Receiver>>();

  get count(): number {
    return this.#all.size;
  }

  all(): Iterable<Receiver> {
    return this.#all;
  }

  add(receiver: Receiver): void {
    this.#all.add(receiver);
    addTo(this.#byAccount, receiver.account_id, receiver);
  }

  remove(receiver: Receiver): void {
    this.#all.delete(receiver);
    removeFrom(this.#byAccount, receiver.account_id, receiver);
    this.attend(receiver, null);
  }

  attend(receiver: Receiver, conversation_id: ConversationId | null): void {
    if (receiver.attending) removeFrom(this.#attending, receiver.attending, receiver);
    receiver.attending = conversation_id;
    receiver.hearing.clear();
    if (conversation_id) addTo(this.#attending, conversation_id, receiver);
  }

  ofAccount(account_id: AccountId): ReadonlySet<Receiver> {
    return this.#byAccount.get(account_id) ?? NONE;
  }

  attendingTo(conversation_id: ConversationId): ReadonlySet<Receiver> {
    return this.#attending.get(conversation_id) ?? NONE;
  }

  ofDevice({ account_id, device_id }: DeviceIdentity): Receiver[] {
    return [...this.ofAccount(account_id)].filter((receiver) => receiver.device_id === device_id);
  }
}

function addTo<Key>(index: Map<Key, Set<Receiver>>, key: Key, receiver: Receiver): void {
  const set = index.get(key);
  if (set) set.add(receiver);
  else index.set(key, new Set([receiver]));
}

function removeFrom<Key>(index: Map<Key, Set<Receiver>>, key: Key, receiver: Receiver): void {
  const set = index.get(key);
  if (!set?.delete(receiver)) return;
  if (set.size === 0) index.delete(key);
}
