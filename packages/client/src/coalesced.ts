/**
 * Runs `action` one at a time: requests during a run cause exactly one more run after it, which therefore sees
 * everything that had happened when it was requested. Resolves when nothing is left to run.
 */
export function coalesced(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;

  async function runWhileRequested(): Promise<void> {
    try {
      do {
        again = false;
        await action();
      } while (again);
    } finally {
      running = null;
    }
  }

  return () => {
    again = true;
    running ??= runWhileRequested();
    return running;
  };
}
