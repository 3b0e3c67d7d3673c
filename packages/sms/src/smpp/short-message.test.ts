import { expect, test } from "bun:test";
import { INTERNATIONAL, shortMessage } from "./short-message.ts";

const message = (source_addr: string, bytes: number) =>
  shortMessage(
    { source_addr, destination_addr: "8613800138000", short_message: new Uint8Array(bytes) },
    INTERNATIONAL,
    INTERNATIONAL,
  );

test("a sender with letters is typed as alphanumeric", () => {
  expect(message("Feiliao", 1)).toMatchObject({ source_addr_ton: 5, source_addr_npi: 0, dest_addr_ton: 1 });
  expect(message("1069001", 1)).toMatchObject({ source_addr_ton: 1, source_addr_npi: 1 });
});

test("what is too long for short_message goes into message_payload", () => {
  expect(message("1", 254)).toMatchObject({ short_message: new Uint8Array(254), tlvs: [] });
  expect(message("1", 255)).toMatchObject({
    short_message: new Uint8Array(0),
    tlvs: [{ tag: 0x0424, value: new Uint8Array(255) }],
  });
});
