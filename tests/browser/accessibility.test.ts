import { expect, test } from "bun:test";
import { barriersOn } from "./stage/axe.ts";
import { onSet, walkScreens } from "./stage/screens.ts";
import { LAYOUTS, onStage } from "./stage/stage.ts";

const LIMIT_MS = 600_000;
const profile = { bypassCSP: true, reducedMotion: "reduce" } as const;

for (const language of ["en", "zh-CN"] as const) {
  test(
    `axe finds nothing serious on any screen, on a phone or a PC, light or dark (${language})`,
    () =>
      onSet(async (stage, page_url) => {
        const app = await stage.app({ language, profile });
        const barriers: Record<string, string[]> = {};
        await walkScreens(stage, app, page_url, async (name) => {
          for (const [device, { viewport }] of Object.entries(LAYOUTS).reverse()) {
            await app.page.setViewportSize(viewport);
            await app.page.emulateMedia({ colorScheme: "dark" });
            const dark = await barriersOn(app.page, "colours");
            await app.page.emulateMedia({ colorScheme: "light" });
            const found = [...dark, ...(await barriersOn(app.page))];
            if (found.length > 0) barriers[`${name}, ${device}`] = found;
          }
        });
        expect(barriers).toEqual({});
      }),
    LIMIT_MS,
  );
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
