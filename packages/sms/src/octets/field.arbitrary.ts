import fc from "fast-check";

/** Values for the fields of `field.ts`, for tests of the codecs. */
export const arbitrary = {
  u8: fc.integer({ min: 0, max: 0xff }),
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffff_ffff }),
  u64: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
  octets: (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength }),
  hex: (length_bytes: number) =>
    fc
      .uint8Array({ minLength: length_bytes, maxLength: length_bytes })
      .map((octets) => Buffer.from(octets).toString("hex")),
  /** Of any octets but NUL, up to the full width. */
  text: (width_bytes: number) =>
    fc
      .array(fc.integer({ min: 1, max: 0xff }), { maxLength: width_bytes })
      .map((octets) => String.fromCharCode(...octets)),
};
