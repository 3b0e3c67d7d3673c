import type { Mutant } from "../mutant.ts";

/** Codes and the ways in without one, and what the operator may see. */
export const SIGN_UP: readonly Mutant[] = [
  {
    id: "M200",
    rule: "AC9",
    breaks: "one solution of a challenge is good for any number of codes",
    edits: [
      {
        file: "packages/server/src/accounts/codes/proof-of-work.ts",
        text: "limit: 1, window_ms: CHALLENGE_LIFETIME_MS }",
        instead: "limit: 1_000, window_ms: CHALLENGE_LIFETIME_MS }",
      },
    ],
    caught_by: { "tests/scenarios/pumping.test.ts": ["AC9 a solution"] },
  },
  {
    id: "M201",
    rule: "AC9",
    breaks: "the work for one number is good for all of them",
    edits: [
      {
        file: "packages/server/src/accounts/codes/proof-of-work.ts",
        text: '.derive("challenge", number, ...terms)',
        instead: '.derive("challenge", ...terms)',
      },
      {
        file: "packages/server/src/accounts/codes/proof-of-work.ts",
        text: "#mac(number: string,",
        instead: "#mac(_number: string,",
      },
    ],
    caught_by: { "tests/scenarios/pumping.test.ts": ["AC9 a solution"] },
  },
  {
    id: "M202",
    rule: "AC9",
    breaks: "who works for it gets codes that nobody enters for ever",
    edits: [
      {
        file: "packages/server/src/accounts/codes/conversion.ts",
        text: 'if (settled >= sample_min && entered / settled < STOP_BELOW) return { step: "stop" };',
        instead: 'if (settled >= sample_min && entered / settled < -1) return { step: "stop" };',
      },
    ],
    caught_by: { "tests/scenarios/pumping.test.ts": ["AC9 a network"] },
  },
  {
    id: "M203",
    rule: "AC30",
    breaks: "an SMS from any number proves the one that was asked about",
    edits: [
      {
        file: "packages/server/src/store/sqlite/expected-sms.ts",
        text: "WHERE number = ? AND digits = ? AND expires_at > ?",
        instead: "WHERE (number = ? OR TRUE) AND digits = ? AND expires_at > ?",
      },
    ],
    caught_by: { "tests/scenarios/sign-up-by-sms.test.ts": ["AC30 only that number"] },
  },
  {
    id: "M204",
    rule: "AC30",
    breaks: "whoever knows the verification is told its code",
    edits: [
      {
        file: "packages/server/src/accounts/sign-up-by-sms.ts",
        text: "if (!expected || !timingSafeEqual(expected.secret_hash, sha256(secret))) {",
        instead: "if (!expected || (false && timingSafeEqual(expected.secret_hash, sha256(secret)))) {",
      },
    ],
    caught_by: { "tests/scenarios/sign-up-by-sms.test.ts": ["AC30 only that number"] },
  },
  {
    id: "M205",
    rule: "AC31",
    breaks: "a device is allowed in without what it shows",
    edits: [
      {
        file: "packages/server/src/accounts/linking.ts",
        text: "const matches = link.asked === null || check === this.#checkOf(link_id);",
        instead: "const matches = link.asked === null || check !== null || check === this.#checkOf(link_id);",
      },
    ],
    caught_by: { "tests/scenarios/sign-in-requests.test.ts": ["AC31 wrong digits"] },
  },
  {
    id: "M206",
    rule: "AC31",
    breaks: "who asks is told that a number is known, by its refusal",
    edits: [
      {
        file: "packages/server/src/accounts/linking.ts",
        text: 'link.asked && state.state !== "confirmed"',
        instead: 'link.asked && state.state === "scanned"',
      },
    ],
    caught_by: { "tests/scenarios/sign-in-requests.test.ts": ["AC31 wrong digits", "AC31 AC8"] },
  },
  {
    id: "M207",
    rule: "OP1",
    breaks: "an operator's session lasts for ever",
    edits: [
      {
        file: "packages/server/src/console/operator-access.ts",
        text: "return intact && this.#parts.clock.now() < Number(until);",
        instead: "return intact;",
      },
    ],
    caught_by: { "tests/scenarios/operator.test.ts": ["OP1"] },
  },
];
