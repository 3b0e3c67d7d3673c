export { CARRIERS, type CarrierName } from "./carrier.ts";
