/**
 * Takes a picture of every screen, on a phone and on a PC, in both languages and both themes, into
 * tests/browser/screenshots/: `npx bun tests/browser/screens.ts`. For looking at, not for comparing.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onSet, walkScreens } from "./stage/screens.ts";

const FOLDER = join(import.meta.dirname, "screenshots");
const profile = { reducedMotion: "reduce" } as const;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const layout of ["phone", "pc"] as const) {
  for (const language of ["zh-CN", "en"] as const) {
    await onSet(async (stage, page_url) => {
      const app = await stage.app({ layout, language, profile });
      let count = 0;
      await walkScreens(stage, app, page_url, async (name) => {
        const number = String(++count).padStart(2, "0");
        for (const colorScheme of ["dark", "light"] as const) {
          await app.page.emulateMedia({ colorScheme });
          const file = `${layout}-${language}-${colorScheme}-${number}-${name}.png`;
          await app.page.screenshot({ path: join(FOLDER, file) });
        }
      });
    });
  }
}
