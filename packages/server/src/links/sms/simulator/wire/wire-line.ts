import type { CarrierServer } from "@feiliao/sms";
import { type ReferenceNumbers, segment } from "@feiliao/sms/text";
import type { AccountName } from "../carriers/account.ts";
import { type CarrierId, PROTOCOLS } from "../carriers/carrier.ts";
import type { Line, PartEnd, WrittenSms } from "../carriers/line.ts";
import { systemIdOf } from "./login.ts";

interface Parts {
  carrier: CarrierId;
  references: ReferenceNumbers;
  /** Null while it is down. */
  server: () => CarrierServer | null;
  /** Where the account listens for the carrier that dials back; null: nowhere. */
  dialBack: (account: AccountName) => number | null;
}

/** The way back from a carrier over its wire. */
export class WireLine implements Line {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  serves(account: AccountName): boolean {
    const { carrier, server, dialBack } = this.#parts;
    if (PROTOCOLS[carrier] === "sgip") return dialBack(account) !== null;
    const id = systemIdOf(carrier, account);
    return (
      server()
        ?.sessions()
        .some(({ system_id, receives }) => system_id === id && receives) ?? false
    );
  }

  async report(account: AccountName, end: PartEnd): Promise<boolean> {
    const { carrier, server } = this.#parts;
    const { message_id, sender, number, state, reason, code, at } = end;
    const report = { message_id, from: sender, to: number.slice(1), state, reason, code, at_ms: at };
    return taken(server()?.report(systemIdOf(carrier, account), report));
  }

  /** A long one part by part; all of them must be taken. */
  async deliver(account: AccountName, { from, to, text, at }: WrittenSms): Promise<boolean> {
    const { carrier, references, server } = this.#parts;
    const digits = from.slice(1);
    const ref = references.next(digits, to);
    for (const part of segment(text, { ref, gsm7: PROTOCOLS[carrier] === "smpp" })) {
      const { coding, user_data, has_header } = part;
      // Each part has an id of its own, which the server gives it.
      const incoming = { message_id: "", from: digits, to, coding, user_data, has_header, at_ms: at };
      if (!(await taken(server()?.deliver(systemIdOf(carrier, account), incoming)))) return false;
    }
    return true;
  }
}

/** Nobody there, or something that the protocol has no room for, is not taken. */
async function taken(handed: Promise<boolean> | undefined): Promise<boolean> {
  try {
    return (await handed) ?? false;
  } catch {
    return false;
  }
}
