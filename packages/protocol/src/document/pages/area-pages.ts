import { OPERATIONS, type OperationName } from "../../operations.ts";
import { type Block, type Page, paragraph } from "../page.ts";
import { AREAS, type Area, areaOf } from "./areas.ts";
import { mediaRoutes, talkRoutes } from "./byte-routes.ts";
import { operationSection } from "./operation-section.ts";

export const operationNames = Object.keys(OPERATIONS) as OperationName[];

/** Bytes travel outside of operations: as the body of a request of their own. */
const ROUTES: Partial<Record<Area, () => Block[]>> = { media: mediaRoutes, talk: talkRoutes };

/** One page per area, in the order of the contract. */
export function areaPages(): Page[] {
  const areas = [...new Set(operationNames.map(areaOf))];
  return areas.map((area) => ({
    slug: area,
    title: area,
    part: "operations",
    blocks: [
      paragraph(AREAS[area]),
      ...operationNames.filter((name) => areaOf(name) === area).flatMap(operationSection),
      ...(ROUTES[area]?.() ?? []),
    ],
  }));
}
