import { expect, test } from "bun:test";
import { StanzaSplitter } from "./stanzas.ts";

const STREAM = "<?xml version='1.0'?><stream:stream xmlns='jabber:client'>";
const MESSAGE = "<message to='a'><body>hello</body><x/></message>";
const ACK = "<a h='1'/>";

test("stanzas come whole and in order, however the stream is cut into pieces", () => {
  const wire = `${STREAM}${MESSAGE}${ACK} ${MESSAGE}</stream:stream>`;
  for (const size of [1, 2, 3, 7, 50, wire.length]) {
    const splitter = new StanzaSplitter();
    const stanzas: string[] = [];
    for (let at = 0; at < wire.length; at += size) stanzas.push(...splitter.push(wire.slice(at, at + size)));
    expect(stanzas).toEqual([MESSAGE, ACK, MESSAGE]);
  }
});

test("an unfinished stanza stays until its end arrives", () => {
  const splitter = new StanzaSplitter();
  expect(splitter.push(`${STREAM}<message><body>he`)).toEqual([]);
  expect(splitter.push("llo</body></message>")).toEqual(["<message><body>hello</body></message>"]);
});

test("a restarted stream begins anew", () => {
  const splitter = new StanzaSplitter();
  splitter.push(`${STREAM}<success/><half`);
  splitter.reset();
  expect(splitter.push(`${STREAM}${ACK}`)).toEqual([ACK]);
});
