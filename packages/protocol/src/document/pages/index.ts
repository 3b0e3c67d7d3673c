import type { Page } from "../page.ts";
import { areaPages } from "./area-pages.ts";
import { errorsPage } from "./errors-page.ts";
import { eventsPage } from "./events-page.ts";
import { indexPage } from "./index-page.ts";
import { shapesPage } from "./shapes-page.ts";
import { voiceFramesPage } from "./voice-frames-page.ts";

/** The whole reference, in reading order. */
export function pages(): Page[] {
  return [indexPage(), ...areaPages(), eventsPage(), voiceFramesPage(), shapesPage(), errorsPage()];
}
