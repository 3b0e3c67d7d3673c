/** A sound context that may run does so within this time. */
const START_MS_MAX = 250;

/** Whether sound may start now without a press: after any press on the page, or where the browser always lets it. */
export async function soundMayStart(): Promise<boolean> {
  if (navigator.userActivation?.hasBeenActive) return true;
  const context = new AudioContext();
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, START_MS_MAX))]);
  const running = context.state === "running";
  await context.close();
  return running;
}
