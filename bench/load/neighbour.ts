/** Each user has conversations with the ten before and the ten behind in the ring of accounts. */
export const NEIGHBOURS_EACH_WAY = 10;

/**
 * To whom a user writes: always the same of the ten neighbours behind, or, where the users that are online
 * end, of the ten before.
 */
export function neighbour(index: number, online: number): number {
  const distance = ((index * 7 + 13) % NEIGHBOURS_EACH_WAY) + 1;
  return index + distance < online ? index + distance : index - distance;
}
