import { CARRIERS, type CarrierName, carrierOf, isVirtualOperator } from "@feiliao/protocol/numbers";
import { isBelieved, type NumberRoute, type Served } from "./number-route.ts";

/** What routing asks of a link. */
export interface RoutableLink {
  id: string;
  serves: readonly Served[];
  virtual_operators: boolean;
  /** Null: any text; else the templates that it has. */
  templates: readonly string[] | null;
  /** False while it is down or its breaker is open. */
  available: boolean;
}

interface Wanted {
  /** E.164 */
  to: string;
  template_id: string;
  /** Links that have been tried for this SMS. */
  tried?: readonly string[];
}

interface Candidate {
  link_id: string;
  carrier: Served;
  available: boolean;
}

const MAINLAND = /^\+86/;
/** 中国广电 has numbers, but its customers ride on 中国移动's network. */
const RIDES_ON: Partial<Record<Served, Served>> = { china_broadnet: "china_mobile" };

/**
 * Which links may carry an SMS, the best first: links of the carrier that the number is believed to be with, in the
 * order of the configuration, then those of the other carriers it may have moved to. A carrier that said "not mine"
 * is not asked again as long as that is believed, unless the operator has said that the number is there. Links that
 * cannot send now come last.
 */
export function candidates(
  { to, template_id, tried = [] }: Wanted,
  route: NumberRoute,
  links: readonly RoutableLink[],
  now: number,
): Candidate[] {
  const virtual = isVirtualOperator(to);
  const usable = links.filter(
    ({ id, templates, virtual_operators }) =>
      !tried.includes(id) &&
      (templates === null || templates.includes(template_id)) &&
      (!virtual || virtual_operators),
  );
  const found = new Map<string, Candidate>();
  for (const carrier of carriersInOrder(to, route, now)) {
    for (const { id, serves, available } of usable) {
      if (serves.includes(carrier) && !found.has(id)) found.set(id, { link_id: id, carrier, available });
    }
  }
  const all = [...found.values()];
  return [...all.filter(({ available }) => available), ...all.filter(({ available }) => !available)];
}

/** The carrier a number is believed to be with: override, then learned, then prefix; null when nothing says. */
export function believedCarrier(to: string, route: NumberRoute): Served | null {
  if (route.override) return route.override;
  if (!MAINLAND.test(to)) return "world";
  return route.learned ?? carrierOf(to);
}

function carriersInOrder(to: string, route: NumberRoute, now: number): Served[] {
  const believed = believedCarrier(to, route);
  if (believed === "world") return ["world"];
  const said_no = new Set<Served>(
    route.refused.filter(({ at }) => isBelieved(at, now)).map(({ carrier }) => carrier),
  );
  const others: CarrierName[] = CARRIERS.filter((carrier) => carrier !== believed);
  const order = (believed ? [believed, ...others] : others).filter(
    (carrier) => carrier === route.override || !said_no.has(carrier),
  );
  return order.flatMap((carrier) => {
    const network = RIDES_ON[carrier];
    return network && !said_no.has(network) ? [carrier, network] : [carrier];
  });
}
