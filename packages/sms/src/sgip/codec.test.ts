import { describe, expect, test } from "bun:test";
import { pduCodecContract } from "../octets/pdu-codec.contract.ts";
import { vector } from "../octets/vectors.ts";
import { sgipCodec } from "./codec.ts";
import { sgipPdus } from "./pdu.arbitrary.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import { parseSequence, sequenceText } from "./sequence.ts";

pduCodecContract("SGIP 1.2", sgipCodec, sgipPdus, 20);

const submit_sequence: SgipSequence = [3_010_012_345, 1122120000, 1];
const message_content = Uint8Array.of(0x98, 0xde, 0x80, 0x4a);

const PDUS: readonly [name: string, pdu: SgipPdu][] = [
  [
    "sgip_bind",
    {
      command: "bind",
      sequence: submit_sequence,
      login_type: 1,
      login_name: "feiliao",
      login_password: "secret",
    },
  ],
  [
    "sgip_submit",
    {
      command: "submit",
      sequence: submit_sequence,
      sp_number: "10655001",
      charge_number: "0".repeat(21),
      user_numbers: ["8613000130000"],
      corp_id: "12345",
      service_type: "FEILIAO",
      fee_type: 1,
      fee_value: "0",
      given_value: "0",
      agent_flag: 0,
      morelateto_mt_flag: 0,
      priority: 0,
      expire_time: "",
      schedule_time: "",
      report_flag: 1,
      tp_pid: 0,
      tp_udhi: 0,
      message_coding: 8,
      message_type: 0,
      message_content,
    },
  ],
  [
    "sgip_report",
    {
      command: "report",
      sequence: [1, 1122120001, 2],
      submit_sequence,
      report_type: 0,
      user_number: "8613000130000",
      state: 0,
      error_code: 0,
    },
  ],
  [
    "sgip_deliver",
    {
      command: "deliver",
      sequence: [1, 1122120001, 3],
      user_number: "8613000130000",
      sp_number: "10655001",
      tp_pid: 0,
      tp_udhi: 0,
      message_coding: 8,
      message_content,
    },
  ],
];

describe("SGIP as go_sgip writes it", () => {
  for (const [name, pdu] of PDUS)
    test(`${name} is written and read`, () => {
      expect(Buffer.from(sgipCodec.encode(pdu)).toString("hex")).toBe(
        Buffer.from(vector(name)).toString("hex"),
      );
      expect(sgipCodec.decode(vector(name))).toEqual(pdu);
    });
});

describe("SGIP", () => {
  test("a submit's sequence is its message's name, and is read back from it", () => {
    expect(sequenceText(submit_sequence)).toBe("b36924b942e2314000000001");
    expect(parseSequence("b36924b942e2314000000001")).toEqual(submit_sequence);
    expect(() => parseSequence("17")).toThrow(RangeError);
  });

  test("every response with a result is 29 octets long", () => {
    for (const command of ["bind_resp", "submit_resp", "deliver_resp", "report_resp"] as const)
      expect(sgipCodec.encode({ command, sequence: [1, 2, 3], result: 0 }).length).toBe(29);
  });
});
