import type { Page } from "playwright-core";
import type { Probes } from "./page/probes.ts";

declare global {
  /** Exists inside pages only. */
  var benchProbes: Probes | undefined;
}

const ENTRY = `${import.meta.dir}/page/main.ts`;

/** Puts the probes into the page, before any script of its own, now and after each reload. */
export async function addProbes(page: Page): Promise<void> {
  const build = await Bun.build({ entrypoints: [ENTRY], target: "browser" });
  const script = await build.outputs[0]!.text();
  await page.addInitScript({ content: `{${script}}` });
}
