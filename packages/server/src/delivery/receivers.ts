import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { DeviceIdentity } from "../store/account-store.ts";
import { MultiMap } from "./multi-map.ts";
import type { Receiver } from "./receiver.ts";

/** The sockets of this node, by whose they are and by what they have open. */
export class Receivers {
  readonly #byAccount = new MultiMap<AccountId, Receiver>();
  readonly #attending = new MultiMap<ConversationId, Receiver>();

  get count(): number {
    return this.#byAccount.size;
  }

  all(): Iterable<Receiver> {
    return this.#byAccount.values();
  }

  add(receiver: Receiver): void {
    this.#byAccount.add(receiver.account_id, receiver);
  }

  remove(receiver: Receiver): void {
    this.#byAccount.remove(receiver.account_id, receiver);
    this.attend(receiver, null);
  }

  attend(receiver: Receiver, conversation_id: ConversationId | null): void {
    if (receiver.attending) this.#attending.remove(receiver.attending, receiver);
    receiver.attending = conversation_id;
    receiver.stopHearing();
    if (conversation_id) this.#attending.add(conversation_id, receiver);
  }

  ofAccount(account_id: AccountId): readonly Receiver[] {
    return this.#byAccount.get(account_id);
  }

  attendingTo(conversation_id: ConversationId): readonly Receiver[] {
    return this.#attending.get(conversation_id);
  }

  ofDevice({ account_id, device_id }: DeviceIdentity): Receiver[] {
    return this.ofAccount(account_id).filter((receiver) => receiver.device_id === device_id);
  }
}
