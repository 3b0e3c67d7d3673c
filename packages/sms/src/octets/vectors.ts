import { readFileSync } from "node:fs";

const FILE = new URL("../../vectors/mainland.txt", import.meta.url);

const vectors = new Map(
  readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/ +/) as [string, string]),
);

/** The octets of a PDU that another implementation wrote, for tests. */
export function vector(name: string): Uint8Array {
  const hexadecimal = vectors.get(name);
  if (hexadecimal === undefined) throw new Error(`no vector ${name}`);
  return Uint8Array.from(Buffer.from(hexadecimal, "hex"));
}
