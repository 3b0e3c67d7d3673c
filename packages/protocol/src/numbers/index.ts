export { CARRIER_NAMES, CARRIERS, type CarrierName } from "./carrier.ts";
export { carrierOf, isVirtualOperator } from "./carrier-of.ts";
