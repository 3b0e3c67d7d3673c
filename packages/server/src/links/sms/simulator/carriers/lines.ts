import type { AccountName } from "./account.ts";
import { CARRIER_IDS, type CarrierId } from "./carrier.ts";
import type { Line, PartEnd, WrittenSms } from "./line.ts";

/** The ways back from each carrier. The one that was connected last is asked first, the others when it takes nothing. */
export class Lines {
  readonly #lines = new Map<CarrierId, Line[]>(CARRIER_IDS.map((carrier) => [carrier, []]));

  connect(carrier: CarrierId, line: Line): void {
    this.#lines.get(carrier)!.unshift(line);
  }

  of(carrier: CarrierId): Line {
    const lines = this.#lines.get(carrier)!;
    return {
      report: (account: AccountName, end: PartEnd) => firstThat(lines, (line) => line.report(account, end)),
      deliver: (account: AccountName, sms: WrittenSms) =>
        firstThat(lines, (line) => line.deliver(account, sms)),
    };
  }
}

async function firstThat(lines: readonly Line[], takes: (line: Line) => Promise<boolean>): Promise<boolean> {
  for (const line of lines) if (await takes(line)) return true;
  return false;
}
