import { expect, test } from "bun:test";
import { readOptions } from "./options.ts";

test("scenarios are named without dashes, peers with commas", () => {
  const options = readOptions(["p2p", "room", "--peers", "relay-log,ejabberd-pg", "--conns", "50"]);
  expect(options).toMatchObject({
    scenarios: ["p2p", "room"],
    peers: ["relay-log", "ejabberd-pg"],
    conns: 50,
  });
});

test("what was not asked for is left to the scenario", () => {
  expect(readOptions([])).toMatchObject({ scenarios: [], peers: [], conns: undefined, receipts: false });
});

test("a wrong option is refused with its name", () => {
  expect(() => readOptions(["--conns", "many"])).toThrow("--conns");
  expect(() => readOptions(["--nosuch", "1"])).toThrow("--nosuch");
});
