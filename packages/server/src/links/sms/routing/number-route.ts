import { CARRIERS, type CarrierName } from "@feiliao/protocol/numbers";

/** Whom a link reaches: handsets of one of the mainland's carriers, or those of every other country. */
export type Served = CarrierName | "world";
export const SERVED = [...CARRIERS, "world"] as const satisfies readonly Served[];

/** How long "not mine" is believed: numbers move between carriers (携号转网), and sometimes back. */
export const NOT_MINE_MS = 30 * 24 * 3_600_000;

/** What is known of the carrier of one number, besides its prefix. */
export interface NumberRoute {
  /** As the operator said. Holds over everything else. */
  override: Served | null;
  /** The carrier that took an SMS after another had said that the number is not its own. */
  learned: Served | null;
  /** Carriers that said "not mine", and when. */
  refused: readonly { carrier: Served; at: number }[];
}

export const NOTHING_KNOWN: NumberRoute = { override: null, learned: null, refused: [] };

/** What a carrier's answer teaches about a number; the same object when it teaches nothing. */
export function learnRoute(
  route: NumberRoute,
  { carrier, answer, at }: { carrier: Served; answer: "accepted" | "not_mine"; at: number },
): NumberRoute {
  const others = route.refused.filter((refusal) => refusal.carrier !== carrier && isBelieved(refusal.at, at));
  if (answer === "not_mine") {
    const learned = route.learned === carrier ? null : route.learned;
    return { ...route, learned, refused: [...others, { carrier, at }] };
  }
  if (route.refused.length === 0 || (route.learned === carrier && others.length === route.refused.length)) {
    return route;
  }
  return { ...route, learned: others.length > 0 ? carrier : null, refused: others };
}

export function isBelieved(refused_at: number, now: number): boolean {
  return now - refused_at < NOT_MINE_MS;
}
