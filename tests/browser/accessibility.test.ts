import { expect, test } from "bun:test";
import { barriersOn } from "./stage/axe.ts";
import { walkScreens } from "./stage/screens.ts";
import { onStage } from "./stage/stage.ts";

const LIMIT_MS = 180_000;

for (const layout of ["phone", "pc"] as const) {
  for (const language of ["en", "zh-CN"] as const) {
    test(
      `axe finds nothing serious on any screen, light or dark (${layout}, ${language})`,
      () =>
        onStage(async (stage) => {
          const profile = { bypassCSP: true, reducedMotion: "reduce" } as const;
          const app = await stage.app({ layout, language, profile });
          const barriers: Record<string, string[]> = {};
          await walkScreens(stage, app, async (name) => {
            for (const colorScheme of ["light", "dark"] as const) {
              await app.page.emulateMedia({ colorScheme });
              const found = await barriersOn(app.page);
              if (found.length > 0) barriers[`${name}, ${colorScheme}`] = found;
            }
          });
          expect(barriers).toEqual({});
        }),
      LIMIT_MS,
    );
  }
}
