import type { Mutant } from "../mutant.ts";

/** Who is let into an account, and what ends with it. */
export const ACCOUNTS: readonly Mutant[] = [
  {
    id: "M80",
    rule: "AC19",
    breaks: "whoever knows a link gets the token of the device that it signs in",
    edits: [
      {
        file: "packages/server/src/accounts/linking.ts",
        text: "if (!link || !timingSafeEqual(link.secret_hash, sha256(given))) throw",
        instead: "if (!link || (false && timingSafeEqual(link.secret_hash, sha256(given)))) throw",
      },
    ],
    caught_by: { "tests/scenarios/links.test.ts": ["AC19"] },
  },
  {
    id: "M81",
    rule: "AC19",
    breaks: "a link that one account has scanned is confirmed by another",
    edits: [
      {
        file: "packages/server/src/store/link-rules.ts",
        text: 'if (state.state !== "waiting" && state.by.account_id !== by.account_id) {',
        instead: 'if (state.state === "confirmed" && state.by.account_id !== by.account_id) {',
      },
    ],
    caught_by: { "tests/scenarios/links.test.ts": ["AC19"] },
  },
  {
    id: "M82",
    rule: "AC18",
    breaks: "a link is confirmed after its end",
    edits: [
      {
        file: "packages/server/src/store/link-rules.ts",
        text: `if (now >= link.expires_at) throw new FeiliaoError("link_expired");
  if (state.state === "refused"`,
        instead: 'if (state.state === "refused"',
      },
    ],
    caught_by: { "tests/scenarios/links.test.ts": ["AC18"] },
  },
  {
    id: "M83",
    rule: "AC22",
    breaks: "a passkey that was only touched signs in",
    edits: [
      {
        file: "packages/server/src/accounts/passkeys/webauthn.ts",
        text: "requireUserVerification: true,\n      credential: {",
        instead: "requireUserVerification: false,\n      credential: {",
      },
    ],
    caught_by: { "tests/scenarios/passkeys.test.ts": ["AC22 one that is removed"] },
  },
  {
    id: "M84",
    rule: "AC23",
    breaks: "a code takes the PIN away that is to guard against codes",
    edits: [
      {
        file: "packages/server/src/accounts/owner-proofs.ts",
        text: 'if (!proof || proof.type === "code") throw',
        instead: "if (!proof) throw",
      },
    ],
    caught_by: { "tests/scenarios/account-end.test.ts": ["AC23 a code"] },
  },
  {
    id: "M85",
    rule: "AC25",
    breaks: "signing in to an account that is to be deleted keeps it without being asked",
    edits: [
      {
        file: "packages/server/src/accounts/verification.ts",
        text: "if (erase_at !== null && !restore && !idle) {",
        instead: "if (false) {",
      },
      {
        file: "packages/server/src/store/sqlite/sign-in.ts",
        text: "if (row.erase_at !== null && !device.restore) throw",
        instead: "if (false) throw",
      },
    ],
    caught_by: { "tests/scenarios/account-end.test.ts": ["AC25"] },
  },
  {
    id: "M86",
    rule: "AC20",
    breaks: "an account has any number of devices",
    edits: [
      {
        file: "packages/server/src/store/device-rules.ts",
        text: "if (present.length < DEVICES_MAX) return null;",
        instead: "if (present.length < 1_000) return null;",
      },
    ],
    caught_by: { "tests/scenarios/links.test.ts": ["AC20"] },
  },
];
