import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds on the screen that keeps somebody from using it, in a line each. The page must bypass its CSP.
 * `colours` looks at nothing else, which is enough for a second theme.
 */
export async function barriersOn(
  page: Page,
  look: "everything" | "colours" = "everything",
): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ content: AXE });
  const { violations } = await page.evaluate(async (look) => {
    // What still moves would be measured half-way between two colours.
    await Promise.all(document.getAnimations().map((animation) => finished(animation)));
    const only = look === "colours" ? { runOnly: ["color-contrast", "link-in-text-block"] } : {};
    return axe.run({ resultTypes: ["violations"], ...only }) as Promise<AxeResults>;

    function finished(animation: Animation): Promise<unknown> {
      const endless = animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
      return endless ? Promise.resolve() : animation.finished.catch(() => undefined);
    }
  }, look);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${impact} ${id} at ${target.join(" ")}: ${failureSummary}`),
    );
}

declare global {
  var axe: typeof import("axe-core");
}
