import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Report } from "../peer/report.ts";
import type { DeliverSm } from "./pdu.ts";
import { type ReceiptReading, readReceipt, writeReceipt } from "./receipt.ts";
import { INTERNATIONAL, shortMessage } from "./short-message.ts";
import { tlv } from "./tlv.ts";

const HANDSET = "8613800138000";
const READING: ReceiptReading = { utc_offset_ms: 0, errors: {} };

function receipt(text: string, tlvs: DeliverSm["tlvs"] = []): DeliverSm {
  const short_message = Buffer.from(text, "latin1");
  const message = { source_addr: HANDSET, destination_addr: "", esm_class: 4, short_message, tlvs };
  return {
    ...{ command: "deliver_sm", sequence: 1, status: 0 },
    ...shortMessage(message, INTERNATIONAL, INTERNATIONAL),
  };
}

const read = (text: string, tlvs?: DeliverSm["tlvs"], reading: Partial<ReceiptReading> = {}) =>
  readReceipt(receipt(text, tlvs), { ...READING, ...reading });

describe("a receipt", () => {
  test("is read by its keys, whatever stands between them", () => {
    const expected = {
      ...{ message_id: "1a", to: HANDSET, state: "failed", code: "UNDELIV:001", reason: "number_unknown" },
      at_ms: Date.UTC(2026, 10, 22, 12, 1),
    };
    for (const text of [
      "id:1a sub:001 dlvrd:000 submit date:2611221200 done date:2611221201 stat:UNDELIV err:001 text:id:7 stat:DELIVRD",
      "ID:1a SUB:001 DLVRD:000 SUBMIT DATE:2611221200 DONE DATE:2611221201 STAT:undeliv ERR:001 TEXT:",
      "id:1a submit date:261122120000 done date:261122120100 stat:UNDELIV err:001",
    ]) {
      expect(read(text)).toEqual(expected as Report);
    }
  });

  test("is read from its TLVs where it has them", () => {
    const tlvs = [
      tlv("receipted_message_id", Buffer.from("ff\0")),
      tlv("message_state", Uint8Array.of(3)),
      tlv("network_error_code", Uint8Array.of(3, 0, 27)),
    ];
    expect(read("", tlvs)).toMatchObject({
      message_id: "ff",
      state: "expired",
      code: "EXPIRED:027",
      reason: "absent",
    });
    expect(read("id:1 stat:DELIVRD err:000", tlvs)).toMatchObject({ message_id: "ff", state: "expired" });
  });

  test("may lie in message_payload", () => {
    const payload = [tlv("message_payload", Buffer.from("id:5 stat:DELIVRD err:000"))];
    expect(read("", payload)).toMatchObject({ message_id: "5", state: "delivered", reason: null });
  });

  test.each([
    ["DELIVRD", "delivered", null],
    ["EXPIRED", "expired", null],
    ["DELETED", "failed", "unspecified"],
    ["UNDELIV", "failed", "unspecified"],
    ["REJECTD", "failed", "filtered"],
    ["UNKNOWN", "unknown", null],
    ["ACCEPTD", "buffered", null],
    ["ENROUTE", "buffered", null],
    ["MK:0001", "failed", "unspecified"],
  ] as const)("with the state %s means %s, because of %p", (word, state, reason) => {
    expect(read(`id:1 stat:${word} err:000`)).toMatchObject({ state, reason, code: `${word}:000` });
  });

  test("has errors that mean what the carrier says they mean", () => {
    const text = "id:1 stat:UNDELIV err:069";
    expect(read(text)).toMatchObject({ reason: "unspecified" });
    expect(read(text, [], { errors: { "069": "suspended" } })).toMatchObject({ reason: "suspended" });
  });

  test("has times of the carrier's zone", () => {
    const text = "id:1 done date:2611230005 stat:DELIVRD";
    expect(read(text, [], { utc_offset_ms: 8 * 3_600_000 })?.at_ms).toBe(Date.UTC(2026, 10, 22, 16, 5));
    expect(read("id:1 done date:soon stat:DELIVRD")?.at_ms).toBeNull();
  });

  test("that names no message says nothing", () => {
    expect(read("thank you")).toBeNull();
  });

  test("is read as it was written, for every state and reason that SMPP has words for", () => {
    const report = fc.record({
      message_id: fc.stringMatching(/^[0-9a-zA-Z-]{1,64}$/),
      outcome: fc.constantFrom(
        { state: "delivered", reason: null, code: "DELIVRD:000" },
        { state: "failed", reason: "number_unknown", code: "UNDELIV:001" },
        { state: "failed", reason: "absent", code: "UNDELIV:006" },
        { state: "failed", reason: "suspended", code: "UNDELIV:009" },
        { state: "failed", reason: "blocked", code: "UNDELIV:013" },
        { state: "failed", reason: "filtered", code: "REJECTD:000" },
        { state: "expired", reason: null, code: "EXPIRED:000" },
        { state: "unknown", reason: null, code: "UNKNOWN:000" },
        { state: "buffered", reason: null, code: "ENROUTE:000" },
      ),
      second: fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2090, 0) / 1000 }),
      with_tlvs: fc.boolean(),
    });
    fc.assert(
      fc.property(report, ({ message_id, outcome, second, with_tlvs }) => {
        const said = { message_id, to: HANDSET, at_ms: second * 1000, ...outcome } as Report;
        const { short_message, tlvs } = writeReceipt(said, 0, 0);
        expect(read(Buffer.from(short_message).toString("latin1"), with_tlvs ? tlvs : [])).toEqual(said);
      }),
    );
  });
});
