import { range } from "./range.ts";

const WRITERS = 50;

/** The users whose conversation with their neighbour holds half of a long history; spread over all accounts. */
export const frequented = (accounts: number): number[] =>
  range(WRITERS).map((k) => k * Math.floor(accounts / WRITERS));
