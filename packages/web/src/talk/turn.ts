let silence = (): void => undefined;

/** Takes the turn to sound or to record. Whoever had it is silenced: only one thing is heard at a time. */
export function takeTurn(stop: () => void): void {
  const before = silence;
  silence = stop;
  if (before !== stop) before();
}
