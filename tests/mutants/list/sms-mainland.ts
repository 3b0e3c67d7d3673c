import type { Mutant } from "../mutant.ts";

const CMPP = "packages/sms/src/cmpp/cmpp.test.ts";
const CMPP_CODEC = "packages/sms/src/cmpp/codec.test.ts";
const SGIP = "packages/sms/src/sgip/sgip.test.ts";

/** What CMPP, SGIP and SMGP promise (packages/sms/src/mainland/SPEC.md). */
export const SMS_MAINLAND: readonly Mutant[] = [
  {
    id: "M140",
    rule: "CN1",
    breaks: "a gateway lets in who does not know the secret",
    edits: [
      {
        file: "packages/sms/src/cmpp/ismg-role.ts",
        text: "if (!timingSafeEqual(expected, request.authenticator_source)) return CMPP_CONNECT_STATUS.authentication;",
        instead: "timingSafeEqual(expected, request.authenticator_source);",
      },
    ],
    caught_by: { [CMPP]: ["CN1 a wrong secret"] },
  },
  {
    id: "M141",
    rule: "CN7",
    breaks: "what a code means by the standard is preferred to what the operator says",
    edits: [
      {
        file: "packages/sms/src/mainland/gateway-code.ts",
        text: "reason: ownEntry(table, stat) ?? verdict.reason",
        instead: "reason: verdict.reason ?? ownEntry(table, stat) ?? null",
      },
    ],
    caught_by: { [CMPP]: ["CN6 CN7 is told why"] },
  },
  {
    id: "M142",
    rule: "CN12",
    breaks: "SGIP is given handsets without their country code",
    edits: [
      {
        file: "packages/sms/src/sgip/sp-role.ts",
        text: "user_numbers: [toInternational(to)],",
        instead: "user_numbers: [to],",
      },
    ],
    caught_by: { [SGIP]: ["CN12"] },
  },
  {
    id: "M143",
    rule: "CN13",
    breaks: "the count of requests goes on beyond what the wire can carry",
    edits: [
      {
        file: "packages/sms/src/mainland/counter.ts",
        text: "next = (next + 1) >>> 0;",
        instead: "next += 1;",
      },
    ],
    caught_by: { "packages/sms/src/mainland/counter.test.ts": ["CN13"] },
  },
  {
    id: "M144",
    rule: "CN15",
    breaks: "any PDU of the other version changes what is written",
    edits: [
      {
        file: "packages/sms/src/cmpp/dialect.ts",
        text: 'if (pdu.command === "connect_resp") this.layout = other;',
        instead: "this.layout = other;",
      },
    ],
    caught_by: { [CMPP_CODEC]: ["CN15 a PDU of the other version"] },
  },
  {
    id: "M145",
    rule: "CN16",
    breaks: "a line that was put down counts as broken",
    edits: [
      {
        file: "packages/sms/src/session/dial.ts",
        text: 'new Set(["drained", "peer_unbound"])',
        instead: "new Set([])",
      },
    ],
    caught_by: { [SGIP]: ["CN16 puts a line down"] },
  },
  {
    id: "M146",
    rule: "CN17",
    breaks: "whoever knows the name of the SMG is let in",
    edits: [
      {
        file: "packages/sms/src/sgip/dial-back-listener.ts",
        text: " && isSameSecret(request.login_password, login_password)",
        instead: "",
      },
    ],
    caught_by: { [SGIP]: ["CN17 lets an SMG in"] },
  },
];
