/** Runs `task(0)` to `task(count - 1)`, at most `concurrency` of them at a time. */
export async function pool(
  count: number,
  concurrency: number,
  task: (position: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}
