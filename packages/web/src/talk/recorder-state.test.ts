import { expect, test } from "bun:test";
import { zoneAt } from "./recorder-state.ts";

test("96 pixels to the left cancel, 64 upwards lock, anything nearer sends", () => {
  expect(zoneAt(0, 0)).toBe("send");
  expect(zoneAt(95, 0)).toBe("send");
  expect(zoneAt(96, 0)).toBe("cancel");
  expect(zoneAt(0, 63)).toBe("send");
  expect(zoneAt(0, 64)).toBe("lock");
});

test("moving to the right or down changes nothing", () => {
  expect(zoneAt(-300, -300)).toBe("send");
});

test("a slanting slide does what its longer side says", () => {
  expect(zoneAt(120, 70)).toBe("cancel");
  expect(zoneAt(100, 140)).toBe("lock");
});
