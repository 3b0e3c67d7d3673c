import { expect, test } from "bun:test";
import { AcknowledgedStanzas } from "./stream-management.ts";

test("only messages are reported as confirmed, each once", () => {
  const stanzas = new AcknowledgedStanzas();
  stanzas.enable();
  stanzas.other();
  stanzas.other();
  stanzas.message();
  stanzas.message();
  expect(stanzas.acknowledge(2)).toBe(0);
  expect(stanzas.acknowledge(3)).toBe(1);
  expect(stanzas.acknowledge(3)).toBe(0);
  expect(stanzas.acknowledge(4)).toBe(1);
});

test("stanzas sent before stream management do not count", () => {
  const stanzas = new AcknowledgedStanzas();
  stanzas.other();
  stanzas.enable();
  stanzas.message();
  expect(stanzas.acknowledge(1)).toBe(1);
});
