import type { Page } from "playwright-core";
import type { RunningPeer } from "../peers/peer.ts";

/** Where the measured things are in the web app. */
export const SELECTORS = {
  composer: "[data-testid=composer]",
  messages: "[data-testid=messages]",
  message: "[data-testid=message]",
  microphone: "[data-testid=mic]",
} as const;

/** `localhost` is a secure context without TLS, so the microphone and the service worker are allowed. */
export const originOf = ({ port }: RunningPeer): string => `http://localhost:${port}`;

/** Opens a conversation from the address bar. */
export async function openConversation(
  page: Page,
  server: RunningPeer,
  conversation_id: string,
): Promise<void> {
  await page.goto(`${originOf(server)}/c/${conversation_id}`);
  await page.locator(SELECTORS.composer).waitFor();
}
