import type { FuzzTarget } from "../target.ts";
import { DIALECT_TARGETS } from "./dialects.ts";
import { framer } from "./framer.ts";
import { reassembly } from "./reassembly.ts";
import { RECEIPT_TARGETS } from "./receipts.ts";
import { TEXT_TARGETS } from "./text.ts";

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  framer,
  ...DIALECT_TARGETS,
  ...RECEIPT_TARGETS,
  ...TEXT_TARGETS,
  reassembly,
];
