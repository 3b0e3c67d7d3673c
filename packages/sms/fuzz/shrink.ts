/** The shortest input found that still fails: stretches are left out for as long as that is so. */
export function shrink(input: Uint8Array, fails: (input: Uint8Array) => boolean): Uint8Array {
  let shortest = input;
  for (
    let length = Math.ceil(input.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  ) {
    for (let at = 0; at < shortest.length; ) {
      const shorter = Uint8Array.of(...shortest.subarray(0, at), ...shortest.subarray(at + length));
      if (fails(shorter)) shortest = shorter;
      else at += length;
    }
  }
  return shortest;
}
