import { Chance } from "@feiliao/testkit/chance";
import { VirtualClock } from "../../../../platform/virtual-clock.ts";
import { SERVICE_NUMBER } from "../carriers/account.ts";
import { CARRIER_IDS, type CarrierId } from "../carriers/carrier.ts";
import { Carriers, type CarriersLimits } from "../carriers/carriers.ts";
import type { PartEnd, WrittenSms } from "../carriers/line.ts";
import type { Submission } from "../carriers/submits.ts";

export const A_SECOND_MS = 1_000;
export const A_MINUTE_MS = 60_000;
export const AN_HOUR_MS = 3_600_000;
export const ALICE = "+8613800138000";
export const BOB = "+8618600138000";

/** The carriers on a virtual clock, and what they hand back. */
export class Box {
  readonly clock = new VirtualClock();
  readonly carriers: Carriers;
  reports: PartEnd[] = [];
  readonly written: WrittenSms[] = [];
  /** Whether anything that is handed back is taken. */
  taking = true;

  constructor(limits: Partial<CarriersLimits> = {}) {
    const { clock } = this;
    this.carriers = new Carriers({ path: ":memory:", clock, random: new Chance(1, "carriers"), limits });
    for (const carrier of CARRIER_IDS)
      this.carriers.connect(carrier, {
        serves: () => true,
        report: async (_account, end) => this.taking && this.reports.push(end) > 0,
        deliver: async (_account, sms) => this.taking && this.written.push(sms) > 0,
      });
  }

  submit({ text = "hello", ...more }: Partial<Submission> & { text?: string } = {}) {
    return this.carriers.submit({
      ...{ carrier: "china_mobile", account: "own", message_id: null, sender: SERVICE_NUMBER },
      ...{ number: ALICE, body: { coding: "utf8", content: Buffer.from(text) } },
      ...{ ref: null, part: 1, parts: 1, report: true, valid_ms: null },
      ...more,
    });
  }

  async settle(time_ms = A_MINUTE_MS): Promise<void> {
    this.clock.advance(time_ms);
    await new Promise(setImmediate);
  }

  texts(number = ALICE): string[] {
    return this.carriers.messages(number).map(({ text }) => text);
  }

  ends(): unknown[][] {
    return this.reports.map(({ state, reason }) => [state, reason]);
  }

  sum(carrier: CarrierId = "china_mobile") {
    return this.carriers.billSum(carrier, "own");
  }
}
