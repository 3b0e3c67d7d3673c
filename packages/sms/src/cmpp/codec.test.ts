import { describe, expect, test } from "bun:test";
import { pduCodecContract } from "../octets/pdu-codec.contract.ts";
import { vector } from "../octets/vectors.ts";
import { FieldOverflow } from "../octets/writer.ts";
import { MalformedPdu } from "../session/malformed-pdu.ts";
import { authenticatorIsmg, authenticatorSource } from "./authenticator.ts";
import { type CmppLayout, cmppCodecs } from "./codec.ts";
import { CmppDialect } from "./dialect.ts";
import { cmppPdus } from "./pdu.arbitrary.ts";
import type { CmppPdu, CmppSubmit } from "./pdu.ts";
import { readCmppReceipt, writeCmppReceipt } from "./receipt.ts";

pduCodecContract("CMPP 2.0", cmppCodecs[2], cmppPdus(2), 12);
pduCodecContract("CMPP 3.0", cmppCodecs[3], cmppPdus(3), 12);

const authenticator_source = authenticatorSource("901234", "secret", 1122120000);

const submit: CmppSubmit = {
  command: "submit",
  sequence: 2,
  msg_id: 0n,
  pk_total: 1,
  pk_number: 1,
  registered_delivery: 1,
  msg_level: 1,
  service_id: "FEILIAO",
  fee_user_type: 2,
  fee_terminal_id: "",
  fee_terminal_type: 0,
  tp_pid: 0,
  tp_udhi: 0,
  msg_fmt: 8,
  msg_src: "901234",
  fee_type: "01",
  fee_code: "000000",
  valid_time: "",
  at_time: "",
  src_id: "10086001",
  dest_terminal_ids: ["13800138000"],
  dest_terminal_type: 0,
  msg_content: Uint8Array.of(0x98, 0xde, 0x80, 0x4a),
  link_id: "",
};

const deliver = {
  command: "deliver",
  msg_id: 0x1122_3344_5566_7799n,
  dest_id: "10086001",
  service_id: "FEILIAO",
  tp_pid: 0,
  tp_udhi: 0,
  src_terminal_id: "13800138000",
  src_terminal_type: 0,
  link_id: "",
} as const;

const receipt = {
  msg_id: 0x1122_3344_5566_7788n,
  stat: "DELIVRD",
  submit_time: "2611221200",
  done_time: "2611221201",
  dest_terminal_id: "13800138000",
  smsc_sequence: 7,
};

const connect = {
  command: "connect",
  sequence: 1,
  source_addr: "901234",
  authenticator_source,
  timestamp: 1122120000,
} as const;

const submit_resp = { command: "submit_resp", sequence: 2, msg_id: receipt.msg_id, result: 0 } as const;

const PDUS: readonly [name: string, layouts: readonly CmppLayout[], pdu: CmppPdu][] = [
  ["cmpp_connect_v20", [2, 3], { ...connect, version: 0x20 }],
  ["cmpp_connect_v30", [2, 3], { ...connect, version: 0x30 }],
  [
    "cmpp2_connect_resp",
    [2],
    {
      command: "connect_resp",
      sequence: 1,
      status: 0,
      authenticator_ismg: authenticatorIsmg(0, authenticator_source, "secret", 2),
      version: 0x20,
    },
  ],
  [
    "cmpp3_connect_resp",
    [3],
    {
      command: "connect_resp",
      sequence: 1,
      status: 0,
      authenticator_ismg: authenticatorIsmg(0, authenticator_source, "secret", 3),
      version: 0x30,
    },
  ],
  ["cmpp2_submit", [2], submit],
  ["cmpp3_submit", [3], submit],
  ["cmpp2_submit_resp", [2], submit_resp],
  ["cmpp3_submit_resp", [3], submit_resp],
  [
    "cmpp2_deliver_report",
    [2],
    {
      ...deliver,
      sequence: 3,
      msg_fmt: 0,
      registered_delivery: 1,
      msg_content: writeCmppReceipt(receipt, 2),
    },
  ],
  [
    "cmpp3_deliver_mo",
    [3],
    { ...deliver, sequence: 4, msg_fmt: 8, registered_delivery: 0, msg_content: submit.msg_content },
  ],
  ["cmpp_active_test", [2, 3], { command: "active_test", sequence: 5 }],
  ["cmpp_active_test_resp", [2, 3], { command: "active_test_resp", sequence: 5 }],
  ["cmpp_terminate", [2, 3], { command: "terminate", sequence: 6 }],
];

describe("CMPP as gocmpp writes it", () => {
  for (const [name, layouts, pdu] of PDUS)
    for (const layout of layouts)
      test(`${name} is written and read in layout ${layout}, digests included`, () => {
        expect(Buffer.from(cmppCodecs[layout].encode(pdu)).toString("hex")).toBe(
          Buffer.from(vector(name)).toString("hex"),
        );
        expect(cmppCodecs[layout].decode(vector(name))).toEqual(pdu);
      });

  test("the report within a DELIVER is read and written", () => {
    expect(readCmppReceipt(vector("cmpp_receipt_body"))).toEqual(receipt);
    expect(writeCmppReceipt(receipt, 2)).toEqual(vector("cmpp_receipt_body"));
  });
});

describe("CMPP", () => {
  test("a report is read by its length, 60 or 71 octets, in either version", () => {
    for (const layout of [2, 3] as const) {
      const written = writeCmppReceipt(receipt, layout);
      expect(written.length).toBe(layout === 3 ? 71 : 60);
      expect(readCmppReceipt(written)).toEqual(receipt);
    }
    expect(readCmppReceipt(new Uint8Array(61))).toBeNull();
  });

  test("CN15 the version that was agreed on decides about a PDU that fits both", () => {
    const either = vector("cmpp2_submit");
    expect(new CmppDialect(2).decode(either)).toEqual(submit);
    expect(new CmppDialect(3).decode(either)).not.toEqual(submit);
  });

  test("CN15 a PDU of the other version is read by its length, and only the login's changes what is written", () => {
    const dialect = new CmppDialect(3);
    expect(dialect.decode(vector("cmpp2_submit_resp"))).toEqual(submit_resp);
    expect(dialect.layout).toBe(3);
    expect(dialect.decode(vector("cmpp2_connect_resp"))).toMatchObject({ status: 0, version: 0x20 });
    expect(dialect.layout).toBe(2);
    expect(dialect.encode(submit)).toEqual(vector("cmpp2_submit"));
  });

  test("CN11 what fits neither version is malformed, with the header that could be read", () => {
    const short = vector("cmpp3_submit").slice(0, 80);
    new DataView(short.buffer).setUint32(0, short.length);
    try {
      new CmppDialect(3).decode(short);
      expect.unreachable();
    } catch (malformed) {
      expect(malformed).toBeInstanceOf(MalformedPdu);
      expect((malformed as MalformedPdu).header).toEqual({ command: 4, sequence: [2] });
    }
  });

  test("CN4 a value that does not fit its field is named and not cut", () => {
    const long = { ...submit, src_id: "1".repeat(22) };
    expect(() => cmppCodecs[3].encode(long)).toThrow(FieldOverflow);
    expect(() => cmppCodecs[3].encode(long)).toThrow(/^src_id: /);
    expect(() => cmppCodecs[2].encode({ ...submit_resp, result: 256 })).toThrow(FieldOverflow);
  });
});
