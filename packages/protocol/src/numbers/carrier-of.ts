import { CARRIERS, type CarrierName } from "./carrier.ts";
import { CARRIER_PREFIXES, VIRTUAL_OPERATOR_PREFIXES } from "./prefixes.ts";

const CARRIER_BY_PREFIX = new Map<string, CarrierName>(
  CARRIERS.flatMap((carrier) => CARRIER_PREFIXES[carrier].map((prefix) => [prefix, carrier] as const)),
);
const PREFIX_LENGTHS = [4, 3];

/**
 * The carrier a mainland Chinese mobile number was first assigned to, or null when the number is of another
 * kind or country, or its block is not assigned. The first digits suffice, so an unfinished number may be
 * asked about while it is being typed; a carrier does not mean that the number is complete or exists.
 *
 * The prefix does not name the present carrier: since November 2019 numbers move between carriers (携号转网)
 * nationwide and keep their digits. Only a carrier's own query knows, so nothing may depend on the answer
 * that would break when it is another.
 *
 * @param e164 as in +8613800138000
 */
export function carrierOf(e164: string): CarrierName | null {
  const national = mainlandMobileDigits(e164);
  if (national === null) return null;
  for (const length of PREFIX_LENGTHS) {
    const carrier = CARRIER_BY_PREFIX.get(national.slice(0, length));
    if (carrier) return carrier;
  }
  return null;
}

/** Whether the number's block is sold by virtual operators, whose numbers some services refuse. */
export function isVirtualOperator(e164: string): boolean {
  const national = mainlandMobileDigits(e164);
  return national !== null && VIRTUAL_OPERATOR_PREFIXES.includes(national.slice(0, 3));
}

function mainlandMobileDigits(e164: string): string | null {
  return /^\+86(1[3-9]\d*)$/.exec(e164)?.[1] ?? null;
}
