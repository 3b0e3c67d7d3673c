/** Time, passed in so that sessions can run on a virtual clock. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  setTimeout(action: () => void, delay_ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Randomness, passed in so that a run can be repeated from one seed. */
export interface Random {
  bytes(length: number): Uint8Array;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (action, delay_ms) => setTimeout(action, delay_ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
