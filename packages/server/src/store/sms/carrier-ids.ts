import type { PartState } from "./ledger-rules.ts";

/** A part that went to the number a report is about, over the link that it came by. */
export interface KnownPart {
  carrier_message_id: string;
  state: PartState["state"];
}

/**
 * Which part a report is about, of those given in the order they went out. Ids are compared as they are, and only when none
 * is the same as numbers: SMSCs answer `1` and report `id:0000000001`, or answer in hexadecimal and report in decimal (SMPP
 * 3.4 leaves the form to them). Some give every SMS the same id: then it is the oldest one that waits for its report.
 */
export function partOf<Part extends KnownPart>(parts: readonly Part[], id: string): Part | null {
  const called = partsCalled(parts, id);
  return called.find(({ state }) => state === "pending") ?? called.at(-1) ?? null;
}

/** The parts that have this id, as it is, or else as a number. */
export function partsCalled<Part extends Pick<KnownPart, "carrier_message_id">>(
  parts: readonly Part[],
  id: string,
): Part[] {
  const exact = parts.filter(({ carrier_message_id }) => carrier_message_id === id);
  if (exact.length > 0) return exact;
  const numbers = numbersOf(id);
  return parts.filter(({ carrier_message_id }) => meet(numbersOf(carrier_message_id), numbers));
}

/** What an id may say as a number. */
function numbersOf(id: string): { decimal: bigint | null; hexadecimal: bigint | null } {
  const digits = /^[0-9]{1,32}$/.test(id);
  const hex = /^(?:0x)?([0-9a-f]{1,32})$/i.exec(id)?.[1];
  return { decimal: digits ? BigInt(id) : null, hexadecimal: hex === undefined ? null : BigInt(`0x${hex}`) };
}

function meet(a: ReturnType<typeof numbersOf>, b: ReturnType<typeof numbersOf>): boolean {
  const same = (one: bigint | null, other: bigint | null) => one !== null && one === other;
  return (
    same(a.decimal, b.decimal) ||
    same(a.decimal, b.hexadecimal) ||
    same(a.hexadecimal, b.decimal) ||
    same(a.hexadecimal, b.hexadecimal)
  );
}
