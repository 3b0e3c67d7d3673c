import type { CarrierName } from "@feiliao/protocol/numbers";
import { s } from "./language.ts";
import type { Obstacle } from "./price.ts";

/** As short as it stands beside a price; null: of another country. */
export const carrierText = (carrier: CarrierName | null): string => s().carriers[carrier ?? "abroad"];

/** Why nobody there gets an SMS, and what can be done about it. */
export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.type) {
    case "no_carrier":
      return s().obstacle.no_carrier;
    case "quota":
      return s().obstacle.quota[obstacle.of];
    case "refused":
      return s().obstacle.refused[obstacle.reason];
  }
}
