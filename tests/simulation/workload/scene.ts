import type { Chance } from "@feiliao/testkit/chance";
import type { History } from "../audit/history.ts";
import type { Cast } from "../people/cast.ts";
import type { Service } from "../server/service.ts";
import type { World } from "../world/world.ts";

/** Everything that an act can act upon. */
export interface Scene {
  world: World;
  chance: Chance;
  service: Service;
  cast: Cast;
  history: History;
}

/** One thing that happens; it may find that it cannot happen now, and do nothing. */
export type Act = (scene: Scene) => void;
