/**
 * Waits for a condition to become true and returns what it found. There is a limit only so that a test that
 * cannot pass ends with a name: the waiting itself asserts nothing about time.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  limit_ms = 10_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + limit_ms;
  for (;;) {
    const found = await condition();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (performance.now() > end) throw new Error(`still waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
