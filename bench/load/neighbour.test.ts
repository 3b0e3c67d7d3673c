import { expect, test } from "bun:test";
import { NEIGHBOURS_EACH_WAY, neighbour } from "./neighbour.ts";

test("everybody writes to somebody else who is online and at most ten away", () => {
  for (const online of [20, 200, 2_000]) {
    for (let index = 0; index < online; index++) {
      const to = neighbour(index, online);
      expect(to).toBeWithin(0, online);
      expect(Math.abs(to - index)).toBeWithin(1, NEIGHBOURS_EACH_WAY + 1);
    }
  }
});
