export type { Handset, HandsetChange, HandsetMessage } from "./handset.ts";
export { type Fault, faultOf, LATE_BY_MS, MAGIC_NUMBERS, type MagicNumber } from "./magic-numbers.ts";
export { type SimulatorCircumstances, type SimulatorPolicy, simulatorPolicy } from "./policy.ts";
export { type RequestHandler, simulatorRoutes } from "./routes.ts";
export { SERVICE_NUMBER, Simulator, type SimulatorLimits, type SimulatorOptions } from "./simulator.ts";
