/** The indexes of `count` users, from `first` on. */
export const range = (count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, k) => first + k);
