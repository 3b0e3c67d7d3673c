import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { arbitrary } from "../octets/field.arbitrary.ts";
import { pduCodecContract } from "../octets/pdu-codec.contract.ts";
import { vector } from "../octets/vectors.ts";
import { authenticatorClient } from "./authenticator.ts";
import { smgpCodec } from "./codec.ts";
import { smgpPdus } from "./pdu.arbitrary.ts";
import type { SmgpPdu } from "./pdu.ts";
import { readSmgpReceipt, type SmgpReceipt, writeSmgpReceipt } from "./receipt.ts";
import { octetOf, octetTlv, smgpTag } from "./tlv.ts";

pduCodecContract("SMGP 3.0", smgpCodec, smgpPdus, 12);

const octetsOf = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

const PDUS: readonly [name: string, pdu: SmgpPdu][] = [
  [
    "smgp_submit",
    {
      command: "submit",
      sequence: 2,
      msg_type: 6,
      need_report: 1,
      priority: 1,
      service_id: "FEILIAO",
      fee_type: "00",
      fee_code: "0",
      fixed_fee: "0",
      msg_format: 8,
      valid_time: "",
      at_time: "",
      src_term_id: "10655001",
      charge_term_id: "",
      dest_term_ids: ["13300133000"],
      msg_content: Uint8Array.of(0x98, 0xde, 0x80, 0x4a),
      tlvs: [
        octetTlv(smgpTag.pk_number, 1),
        octetTlv(smgpTag.tp_pid, 0),
        octetTlv(smgpTag.tp_udhi, 0),
        { tag: smgpTag.msg_src, value: octetsOf("feiliao") },
        octetTlv(smgpTag.pk_total, 1),
      ],
    },
  ],
  [
    "smgp_login_resp",
    {
      command: "login_resp",
      sequence: 1,
      status: 0,
      authenticator_server: octetsOf("0123456789abcdef"),
      server_version: 0x30,
    },
  ],
];

describe("SMGP as go_smgp writes it", () => {
  for (const [name, pdu] of PDUS)
    test(`${name} is written and read`, () => {
      expect(Buffer.from(smgpCodec.encode(pdu)).toString("hex")).toBe(
        Buffer.from(vector(name)).toString("hex"),
      );
      expect(smgpCodec.decode(vector(name))).toEqual(pdu);
    });
});

describe("SMGP", () => {
  const receipt: SmgpReceipt = {
    msg_id: "00101122120000000001",
    submit_date: "2611221200",
    done_date: "2611221201",
    stat: "UNDELIV",
    err: "005",
  };

  test("the digest of a login is of the name, seven zeros, the secret and ten digits", () => {
    expect(Buffer.from(authenticatorClient("901234", "secret", 1122120000)).toString("hex")).toBe(
      "c3ed51ee68f9a12752b8732b42100fc5",
    );
  });

  test("a report is 122 octets long and read back, whatever its ten raw octets of id look like", () => {
    fc.assert(
      fc.property(arbitrary.hex(10), (msg_id) => {
        const content = writeSmgpReceipt({ ...receipt, msg_id });
        expect(content.length).toBe(122);
        expect(readSmgpReceipt(content)).toEqual({ ...receipt, msg_id });
      }),
    );
    const deceptive = Buffer.from(" stat:XXXX").toString("hex");
    expect(readSmgpReceipt(writeSmgpReceipt({ ...receipt, msg_id: deceptive }))?.stat).toBe("UNDELIV");
  });

  test("a report's keys are found in any case, with blank or underscore, and without what is missing", () => {
    const id = String.fromCharCode(0, 0x10, 0x11, 0x22, 0x12, 0, 0, 0, 0, 1);
    const content = octetsOf(
      `ID:${id} Sub:001 Dlvrd:001 Submit_Date:2611221200 Stat:DELIVRD Text:stat:EXPIRED`,
    );
    expect(readSmgpReceipt(content)).toEqual({
      ...receipt,
      stat: "DELIVRD",
      done_date: "",
      err: "",
    });
  });

  test("what is no report is none", () => {
    expect(readSmgpReceipt(octetsOf("id:short"))).toBeNull();
    expect(readSmgpReceipt(octetsOf("hello, this is a person's message"))).toBeNull();
    expect(readSmgpReceipt(octetsOf("id:0123456789 err:000"))).toBeNull();
  });

  test("a parameter of one octet that is not there is 0", () => {
    expect(octetOf([octetTlv(smgpTag.tp_udhi, 1)], smgpTag.tp_udhi)).toBe(1);
    expect(octetOf([], smgpTag.tp_udhi)).toBe(0);
    expect(octetOf([{ tag: smgpTag.tp_udhi, value: new Uint8Array() }], smgpTag.tp_udhi)).toBe(0);
  });
});
