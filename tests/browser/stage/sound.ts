import type { Page } from "playwright-core";
import { joinTapped } from "../../../packages/testkit/src/audio/tapped-sound.ts";
import type { TappedSound } from "../../../packages/web/src/voice/tap.ts";

declare global {
  /** What this page's microphone captured and its live voice rendered, since the last reset. */
  var soundHere: { mouth: TappedSound[]; ear: TappedSound[] };
}

/** Runs in every page before the app does. */
export function recordSound(): void {
  globalThis.soundHere = { mouth: [], ear: [] };
  globalThis.feiliaoVoiceTap = {
    mouth: (sound) => soundHere.mouth.push(sound),
    ear: (sound) => soundHere.ear.push(sound),
  };
}

/** What passed through a page's microphone or ear so far, in one piece. */
export async function soundOf(
  page: Page,
  where: "mouth" | "ear",
): Promise<{ samples: Float32Array; began_at_ms: number }> {
  return joinTapped(
    await page.evaluate(
      (each) => soundHere[each].map(({ samples, at_ms }) => ({ samples: [...samples], at_ms })),
      where,
    ),
  );
}
