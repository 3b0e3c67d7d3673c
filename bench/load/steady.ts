/** Calls `send` so that after each millisecond as many calls were made as the rate asks for, until it may stop. */
export async function atRate(per_s: number, isOver: () => boolean, send: () => void): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; !isOver(); await Bun.sleep(1)) {
    const due = Math.floor(((performance.now() - startedAt) / 1e3) * per_s);
    for (; sent < due; sent++) send();
  }
}

/** For `atRate`: over when so many seconds have passed. */
export function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1e3;
  return () => performance.now() >= end;
}
