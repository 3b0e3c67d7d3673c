import type { Field } from "../octets/field.ts";
import type { OctetReader } from "../octets/reader.ts";
import { FieldOverflow } from "../octets/writer.ts";

/**
 * Latin-1 up to a NUL (SMPP 3.4 §3.1). Written at most `size_bytes` long, the NUL included; read however long it is,
 * because peers are known to exceed the sizes of the standard.
 */
export function cString(size_bytes: number): Field<string> {
  return {
    read: (from) => readUntilNul(from),
    write(to, value) {
      if (value.length >= size_bytes)
        throw new FieldOverflow(`${value.length} characters for ${size_bytes - 1}`);
      to.text(value, value.length + 1);
    },
  };
}

/** As `cString`, but reads as empty where the PDU ends before it: refusals come without a body (§4.4.2). */
export function optionalCString(size_bytes: number): Field<string> {
  const field = cString(size_bytes);
  return {
    read: (from) => (from.remaining_bytes === 0 ? "" : field.read(from)),
    write: field.write,
  };
}

function readUntilNul(from: OctetReader): string {
  let text = "";
  for (let octet = from.u8(); octet !== 0; octet = from.u8()) text += String.fromCharCode(octet);
  return text;
}
