import { existsSync } from "node:fs";
import { CHROMIUM } from "@feiliao/testkit/browser/launch";
import type { CDPSession, Page } from "playwright-core";

const WEB_APP = `${import.meta.dir}/../../packages/web/dist/index.html`;
/** What the scenarios in browsers lack, if anything. */
export function webMissing(): string | null {
  if (!existsSync(CHROMIUM)) return "needs the Debian package chromium";
  return existsSync(WEB_APP) ? null : "needs the built web app: npm run bench builds it";
}

/** The app on a phone, and beside its list on a PC. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const PC = { viewport: { width: 1280, height: 800 } };

/** How much slower than this machine the phone is that the budgets are meant for. */
export const THROTTLE = 4;

/** Makes the page's main thread as slow as a modest phone's. */
export async function throttle(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  return session;
}

/** Milliseconds of script that the page has run so far. */
export async function scriptTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ScriptDuration")!.value * 1e3;
}
