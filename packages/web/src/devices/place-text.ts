import type { Place } from "@feiliao/protocol";
import { t } from "../i18n/language.ts";

/** Where a device is, as somebody can judge it without a map: the same network as theirs, or its address. */
export function placeText({ ip, same_network }: Place): string {
  if (same_network) return ip === null ? t().place.here : t().place.same_network(ip);
  return ip === null ? t().place.unknown : t().place.elsewhere(ip);
}
