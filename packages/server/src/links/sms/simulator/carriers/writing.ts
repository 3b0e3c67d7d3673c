import type { Clock } from "../../../../platform/clock.ts";
import type { Changes } from "../changes.ts";
import type { HandsetMessage } from "../handset.ts";
import { asHandsetMessage, type StoredMessage } from "../store/message-store.ts";
import type { SimulatorStore } from "../store/simulator-store.ts";
import { accountAt } from "./account.ts";
import { type CarrierId, homeOf } from "./carrier.ts";
import type { HandsetSettings } from "./handset-settings.ts";
import type { Line } from "./line.ts";

interface Parts {
  store: SimulatorStore;
  changes: Changes;
  clock: Clock;
  lineOf: (carrier: CarrierId) => Line;
  partsOf: (text: string) => number;
}

/** What people write on the handsets (MO). */
export class Writing {
  readonly #parts: Parts;
  #ids = 0;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when the account whose number it is has taken it, or nobody has. */
  async write(number: string, to: string, text: string): Promise<HandsetMessage> {
    const { store, changes, clock, partsOf } = this.#parts;
    const at = clock.now();
    const handset = store.handsets.settings(number);
    const written = store.messages.add({
      ...{ number, sender: number, recipient: to, text, ref: null, parts: partsOf(text), missing: 0, at },
      ...{ state: "sending", part_id: null },
    });
    changes.tellMessage(written);
    if (!mayWrite(handset)) return this.#setState(written, "barred");
    const taken = await this.#handOver(written, homeOf(number, handset.ported_to));
    return this.#setState(written, taken ? "sent" : "failed");
  }

  close(): void {
    this.#closed = true;
  }

  async #handOver({ number, recipient, text, at }: StoredMessage, carrier: CarrierId): Promise<boolean> {
    const { store, lineOf } = this.#parts;
    const account = accountAt(recipient);
    if (!account || store.carriers.settings(carrier).down) return false;
    // Carriers hand over to each other what is for numbers of somebody else's.
    const line = [carrier, "world" as const].map(lineOf).find((each) => each.serves(account));
    if (!line) return false;
    const message_id = `${at}-mo${++this.#ids}`;
    return line.deliver(account, { message_id, from: number, to: recipient, text, at });
  }

  #setState(message: StoredMessage, state: HandsetMessage["state"]): HandsetMessage {
    if (this.#closed) return { ...asHandsetMessage(message), state };
    const { store, changes } = this.#parts;
    const moved = store.messages.setState(message.id, message.number, state) ?? { ...message, state };
    changes.tellMessage(moved);
    return asHandsetMessage(moved);
  }
}

function mayWrite({ line }: HandsetSettings): boolean {
  return line === "on";
}
