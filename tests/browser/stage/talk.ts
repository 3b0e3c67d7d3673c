import type { CDPSession, Page } from "playwright-core";
import type { App } from "./app.ts";
import { bubbles } from "./chat.ts";

/** Waits until the microphone has captured so much of the present recording or the ones before. */
export async function captured(page: Page, duration_ms: number): Promise<void> {
  await page.waitForFunction(
    (samples) => soundHere.mouth.reduce((sum, { samples: { length } }) => sum + length, 0) >= samples,
    duration_ms * 48,
  );
}

/** Waits until so much more has been captured than by now. */
export async function capturedMore(page: Page, duration_ms: number): Promise<void> {
  const before = await page.evaluate(() =>
    soundHere.mouth.reduce((sum, { samples: { length } }) => sum + length, 0),
  );
  await captured(page, before / 48 + duration_ms);
}

/** Holds the microphone button down with the mouse meanwhile. Resolves with the moment of letting go. */
export async function holdToTalk({ page }: App, meanwhile: () => Promise<void>): Promise<number> {
  await page.getByTestId("mic").hover();
  await page.mouse.down();
  await meanwhile();
  const released_at_ms = Date.now();
  await page.mouse.up();
  return released_at_ms;
}

/** A finger on the screen. */
export class Finger {
  readonly #session: CDPSession;
  #at = { x: 0, y: 0 };

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on({ context, page }: App): Promise<Finger> {
    return new Finger(await context.newCDPSession(page));
  }

  /** Goes down in the middle of the microphone button. */
  async press(page: Page): Promise<void> {
    const { x, y, width, height } = (await page.getByTestId("mic").boundingBox())!;
    this.#at = { x: x + width / 2, y: y + height / 2 };
    await this.#touch("touchStart", [this.#at]);
  }

  /** Slides by so many pixels. */
  async slide(by: { left?: number; up?: number }): Promise<void> {
    this.#at = { x: this.#at.x - (by.left ?? 0), y: this.#at.y - (by.up ?? 0) };
    await this.#touch("touchMove", [this.#at]);
  }

  async lift(): Promise<void> {
    await this.#touch("touchEnd", []);
  }

  async #touch(
    type: "touchStart" | "touchMove" | "touchEnd",
    touchPoints: { x: number; y: number }[],
  ): Promise<void> {
    await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

/** The voice messages on the screen that have ended and can be played. */
export function playable(page: Page) {
  return bubbles(page, { type: "voice" }).filter({ has: page.getByTestId("voice") });
}

/** The stored packets of the only voice message of the only conversation, as this device gets them. */
export async function storedPackets(page: Page): Promise<Uint8Array[]> {
  const packets = await page.evaluate(async () => {
    const { client } = window.__feiliao!;
    const timeline = client.timeline(client.conversations[0]!.conversation_id);
    const message = timeline.messages.find(({ content }) => content.type === "voice");
    timeline.close();
    return (await client.talkPackets(message!)).map((packet) => [...packet]);
  });
  return packets.map((packet) => Uint8Array.from(packet));
}
