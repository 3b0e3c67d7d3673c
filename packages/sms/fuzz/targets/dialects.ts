import { readFileSync } from "node:fs";
import { cmppCodecs } from "../../src/cmpp/codec.ts";
import { CmppDialect } from "../../src/cmpp/dialect.ts";
import { sgipDialect } from "../../src/sgip/dialect.ts";
import { smgpDialect } from "../../src/smgp/dialect.ts";
import { smppDialect } from "../../src/smpp/dialect.ts";
import type { FuzzTarget } from "../target.ts";
import { dialectTarget } from "./dialect.ts";
import { SMPP_PDUS } from "./smpp-pdus.ts";

const VECTORS = readFileSync(new URL("../../vectors/mainland.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(/ +/) as [name: string, hex: string]);

const vectorsOf = (names: RegExp) =>
  VECTORS.filter(([name]) => names.test(name)).map(([, hex]) => new Uint8Array(Buffer.from(hex, "hex")));

export const DIALECT_TARGETS: readonly FuzzTarget[] = [
  dialectTarget("SMPP", SMPP_PDUS.map(smppDialect.encode), () => smppDialect),
  dialectTarget("CMPP 2", vectorsOf(/^cmpp(2|_)/), () => new CmppDialect(2), cmppCodecs[2]),
  dialectTarget("CMPP 3", vectorsOf(/^cmpp(3|_)/), () => new CmppDialect(3), cmppCodecs[3]),
  dialectTarget("SGIP", vectorsOf(/^sgip/), () => sgipDialect),
  dialectTarget("SMGP", vectorsOf(/^smgp/), () => smgpDialect),
];
