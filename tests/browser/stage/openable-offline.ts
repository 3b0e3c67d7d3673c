import type { Page } from "playwright-core";

/** Waits until the service worker has stored the app and serves it: then any part of it opens without the network. */
export async function openableOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
