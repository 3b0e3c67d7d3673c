import { expect, test } from "bun:test";
import { CHAIN_START, type ChainLink, chainOf } from "./chain.ts";

const link = (client_id: string, server_time = 1): ChainLink => ({
  device_id: "dev_a",
  client_id,
  server_time,
});
const chainOfAll = (links: ChainLink[]) => links.reduce(chainOf, CHAIN_START);

test("D10 the same history has the same chain", () => {
  expect(chainOfAll([link("a"), link("b")])).toBe(chainOfAll([link("a"), link("b")]));
});

test("D10 an entry that is another one, missing, added, moved or of another time changes the chain", () => {
  const chain = chainOfAll([link("a"), link("b")]);
  const others = [
    [link("a"), link("c")],
    [link("b")],
    [link("a"), link("b"), link("c")],
    [link("b"), link("a")],
    [link("a", 2), link("b")],
  ];
  for (const other of others) expect(chainOfAll(other)).not.toBe(chain);
});

test("D10 a rewritten beginning shows at every later entry", () => {
  let [mine, theirs] = [chainOf(CHAIN_START, link("a")), chainOf(CHAIN_START, link("b"))];
  for (const client_id of ["c", "d", "e"]) {
    [mine, theirs] = [chainOf(mine, link(client_id)), chainOf(theirs, link(client_id))];
    expect(mine).not.toBe(theirs);
  }
});
