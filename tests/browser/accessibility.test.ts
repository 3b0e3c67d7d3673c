import { expect, test } from "bun:test";
import { barriersOn } from "./stage/axe.ts";
import { walkScreens } from "./stage/screens.ts";
import { onStage } from "./stage/stage.ts";

const LIMIT_MS = 180_000;
const profile = { bypassCSP: true, reducedMotion: "reduce" } as const;

for (const layout of ["phone", "pc"] as const) {
  for (const language of ["en", "zh-CN"] as const) {
    test(
      `axe finds nothing serious on any screen, light or dark (${layout}, ${language})`,
      () =>
        onStage(async (stage) => {
          const app = await stage.app({ layout, language, profile });
          const barriers: Record<string, string[]> = {};
          const note = (screen: string, found: string[]) => {
            if (found.length > 0) barriers[screen] = found;
          };
          await walkScreens(stage, app, async (name) => {
            await app.page.emulateMedia({ colorScheme: "dark" });
            note(`${name}, dark`, await barriersOn(app.page, "colours"));
            await app.page.emulateMedia({ colorScheme: "light" });
            note(`${name}, light`, await barriersOn(app.page));
          });
          expect(barriers).toEqual({});
        }),
      LIMIT_MS,
    );
  }
}

test(
  "axe, as it is used here, finds a button without a name and text that cannot be read",
  () =>
    onStage(async (stage) => {
      const page = await (await stage.app()).context.newPage();
      await page.setContent(
        '<html lang="en"><title>x</title><main><button></button><p style="color:#ddd">pale</p></main></html>',
      );
      const found = (await barriersOn(page)).join("\n");
      expect(found).toContain("button-name");
      expect(found).toContain("color-contrast");
      expect((await barriersOn(page, "colours")).join("\n")).toContain("color-contrast");
    }),
  LIMIT_MS,
);
