import { carrierOf } from "@feiliao/protocol/numbers";

/** The carriers in the box. 中国广电 has no network of its own: its handsets are 中国移动's. */
export const MAINLAND = ["china_mobile", "china_unicom", "china_telecom"] as const;
export const CARRIER_IDS = [...MAINLAND, "world"] as const;
export type CarrierId = (typeof CARRIER_IDS)[number];

export type Protocol = "cmpp" | "sgip" | "smgp" | "smpp";

/** What each of them speaks with those who send and receive SMS over it. */
export const PROTOCOLS: Record<CarrierId, Protocol> = {
  china_mobile: "cmpp",
  china_unicom: "sgip",
  china_telecom: "smgp",
  world: "smpp",
};

/**
 * Whose handset it is: the carrier that the number was taken to (携号转网), else the one its prefix belongs to.
 * @param number E.164
 */
export function homeOf(number: string, ported_to: CarrierId | null): CarrierId {
  if (ported_to) return ported_to;
  const carrier = carrierOf(number);
  if (carrier === null) return "world";
  return carrier === "china_broadnet" ? "china_mobile" : carrier;
}

/** The mainland carriers send to their own handsets only; the one for the world reaches them all, at its price. */
export function reaches(carrier: CarrierId, home: CarrierId): boolean {
  return carrier === "world" || carrier === home;
}
