import type { Fault } from "../harness/fault.ts";
import { killServer } from "./f01-kill-server.ts";
import { killAtEveryCall } from "./f02-kill-at-every-call.ts";
import { powerLoss } from "./f03-power-loss.ts";

/** Every fault there is, in the order of the matrix. */
export const FAULTS: readonly Fault[] = [killServer, killAtEveryCall, powerLoss];
