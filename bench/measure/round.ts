/** Figures are printed with the digits that mean something. */
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Microseconds of CPU in a span of seconds, as whole percent of one core. */
export const toPercent = (us: number, seconds: number): number => round(us / seconds / 1e4);
