import type { AccountName } from "./account.ts";
import { CARRIER_IDS, type CarrierId } from "./carrier.ts";
import type { Line, PartEnd, WrittenSms } from "./line.ts";

/** The ways back from each carrier. Of those that serve an account, the one that was connected last does. */
export class Lines {
  readonly #lines = new Map<CarrierId, Line[]>(CARRIER_IDS.map((carrier) => [carrier, []]));

  connect(carrier: CarrierId, line: Line): void {
    this.#lines.get(carrier)!.unshift(line);
  }

  of(carrier: CarrierId): Line {
    const lines = this.#lines.get(carrier)!;
    const serving = (account: AccountName) => lines.find((line) => line.serves(account));
    return {
      serves: (account: AccountName) => serving(account) !== undefined,
      report: async (account: AccountName, end: PartEnd) =>
        (await serving(account)?.report(account, end)) ?? false,
      deliver: async (account: AccountName, sms: WrittenSms) =>
        (await serving(account)?.deliver(account, sms)) ?? false,
    };
  }
}
