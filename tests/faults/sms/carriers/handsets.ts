import { type CarrierId, MAINLAND } from "@feiliao/server/links/sms/simulator/carriers/carrier";
import type { HandsetChange } from "@feiliao/server/links/sms/simulator/carriers/handset-settings";
import type { Seeded } from "../../harness/seeded.ts";
import type { CarrierBox } from "./carrier-box.ts";

/** A block of numbers of each carrier. */
const BLOCKS: Record<CarrierId, string> = {
  china_mobile: "+86138000",
  china_unicom: "+86186000",
  china_telecom: "+86189000",
  world: "+49151000",
};

/** So many numbers of a carrier, in E.164. */
export function numbersOf(carrier: CarrierId, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${BLOCKS[carrier]}${String(10_000 + index)}`);
}

/** What is wrong with a handset all the time. */
const FLAWS: readonly HandsetChange[] = [
  { line: "suspended" },
  { line: "cancelled" },
  { blocks_us: true },
  { sms: "twice" },
  { sms: "lost" },
  { reports: "twice" },
  { reports: "lost" },
];
const FLAWED_SHARE = 0.35;
const PORTED_SHARE = 0.08;

/** Sets the handsets; of those of the mainland, some were taken along to another carrier. */
export function setHandsets(box: CarrierBox, numbers: readonly string[], random: Seeded): void {
  for (const number of numbers) {
    const flaw = random.chance(FLAWED_SHARE) ? random.pick(FLAWS) : {};
    const ported = number.startsWith("+86") && random.chance(PORTED_SHARE);
    box.carriers.setHandset(number, { ...flaw, ported_to: ported ? random.pick(MAINLAND) : null });
  }
}
