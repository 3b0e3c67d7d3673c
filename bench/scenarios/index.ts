import { paint } from "../browser/paint.ts";
import { press } from "../browser/press.ts";
import { scroll } from "../browser/scroll.ts";
import { cluster } from "./cluster.ts";
import { coldstart } from "./coldstart.ts";
import { history } from "./history.ts";
import { idle } from "./idle.ts";
import { offline } from "./offline.ts";
import { openloop } from "./openloop.ts";
import { p2p } from "./p2p.ts";
import { room } from "./room.ts";
import type { Scenario } from "./scenario.ts";
import { search } from "./search.ts";
import { storm } from "./storm.ts";

/** In the order in which they run. */
export const SCENARIOS: Record<string, Scenario> = {
  coldstart,
  p2p,
  openloop,
  room,
  offline,
  storm,
  idle,
  history,
  search,
  cluster,
  paint,
  scroll,
  press,
};
