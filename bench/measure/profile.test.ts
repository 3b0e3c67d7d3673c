import { expect, test } from "bun:test";
import { type CpuProfile, hottest } from "./profile.ts";

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 0 });
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame("(root)", ""), children: [2, 5] },
    { id: 2, callFrame: frame("append", "/srv/packages/server/src/append.ts"), children: [3] },
    { id: 3, callFrame: frame("run", "bun:sqlite"), children: [4] },
    { id: 4, callFrame: frame("run", "[native code]") },
    { id: 5, callFrame: frame("stringify", "[native code]") },
  ],
  samples: [4, 4, 4, 2, 5, 4],
};

test("what the runtime does is put to the function that asked for it, and the hottest come first", () => {
  expect(hottest(profile, 2)).toEqual([
    { what: "run ← append server/src/append.ts", pct: 66.7 },
    { what: "append server/src/append.ts", pct: 16.7 },
  ]);
});

test("what nobody of ours asked for keeps its own name", () => {
  expect(hottest(profile, 9).at(-1)).toEqual({ what: "stringify", pct: 16.7 });
});
