/**
 * Packs septets into octets, 3GPP TS 23.038 §6.1.2.1, as they travel over the air and in modems' PDUs.
 * @param fill_bits 0–6 bits before the first septet, which bring the text behind a user data header to the next
 *   septet boundary (3GPP TS 23.040 §9.2.3.24): see `fillBits`.
 */
export function packSeptets(septets: Uint8Array, fill_bits = 0): Uint8Array {
  const packed = new Uint8Array(Math.ceil((fill_bits + septets.length * 7) / 8));
  let bit = fill_bits;
  for (const septet of septets) {
    const octet = bit >> 3;
    const shifted = (septet & 0x7f) << (bit & 7);
    packed[octet]! |= shifted & 0xff;
    if (shifted > 0xff) packed[octet + 1]! |= shifted >> 8;
    bit += 7;
  }
  return packed;
}

/** `count` septets out of octets. The count is needed: seven bits that are left over could be an `@`. */
export function unpackSeptets(packed: Uint8Array, count: number, fill_bits = 0): Uint8Array {
  const held = Math.max(0, Math.floor((packed.length * 8 - fill_bits) / 7));
  const septets = new Uint8Array(Math.min(count, held));
  for (let index = 0, bit = fill_bits; index < septets.length; index++, bit += 7) {
    const octet = bit >> 3;
    septets[index] = ((packed[octet]! | ((packed[octet + 1] ?? 0) << 8)) >> (bit & 7)) & 0x7f;
  }
  return septets;
}

/** Bits between a user data header of so many octets, its length octet included, and the first septet. */
export function fillBits(header_bytes: number): number {
  return (7 - ((header_bytes * 8) % 7)) % 7;
}
