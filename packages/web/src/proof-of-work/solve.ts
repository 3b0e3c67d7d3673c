import type { Challenge } from "@feiliao/protocol";

/** Solves a challenge beside the thread that draws. */
export async function solveInWorker(challenge: Challenge): Promise<string> {
  const worker = new Worker(new URL("./solve.worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<string | null>) => {
        if (data === null) reject(new Error("The challenge could not be solved."));
        else resolve(data);
      });
      worker.addEventListener("error", () => reject(new Error("The worker could not be loaded.")));
      worker.postMessage(challenge);
    });
  } finally {
    worker.terminate();
  }
}
