import type { FuzzTarget } from "../target.ts";
import { reassembly } from "./reassembly.ts";
import { TEXT_TARGETS } from "./text.ts";

export const FUZZ_TARGETS: readonly FuzzTarget[] = [...TEXT_TARGETS, reassembly];
