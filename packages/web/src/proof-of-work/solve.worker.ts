import { solve } from "@feiliao/client/proof-of-work";
import type { Challenge } from "@feiliao/protocol";

/** Answers the solution of a challenge, or null when it has none that could be found. */
self.addEventListener("message", async ({ data: challenge }: MessageEvent<Challenge>) => {
  self.postMessage(await solve(challenge).catch(() => null));
});
