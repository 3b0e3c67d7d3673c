import type { OperationName } from "../../operations.ts";
import { ALICE, ALICE_NUMBER, LAPTOP, LINK, MINUTE_MS, NOW, PHONE, VERIFICATION } from "./cast.ts";
import { ALICE_PROFILE } from "./entries.ts";
import type { Example } from "./example.ts";

type AccountOperation = Exclude<
  Extract<OperationName, `${"verification" | "link" | "passkey" | "account" | "device"}/${string}`>,
  "preview/get"
>;

const TOKEN = "kQ1Jv0r8wWm5uX2bT7yZcN4aHs9LdEfGpR3iOoUqVxY";
const SECRET = "Qm7xWkZ1r8wWm5uX2bT7yZcN4aHs9LdEfGpR3iOoUqV";
const CHALLENGE_ID = "9V0m1bq3TzJ6f4dOa2KxLw.1763812920000";
const CHALLENGE = "p3oXJ7ws3nVq0kq1cGm5dY8hZ2r4t6uBvNcMxLkJhGf";
const PASSKEY_ID = "hX5eYb0dSxJ2kQf7a3VnTg";
const CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoi4oCmIn0";
const ASSERTION = {
  passkey_id: PASSKEY_ID,
  client_data: CLIENT_DATA,
  authenticator_data: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",
  signature: "MEUCIQDm7k1x0u5aQIgX3bq8f0cVtWnYlKpOeRjSg2hDzA4T6s",
};
const PASSKEY = { passkey_id: PASSKEY_ID, name: "Alice's phone", created_at: NOW, last_used_at: null };
const AT_HOME = { ip: "203.0.113.7", same_network: true };

/** Signing in, devices, and the account itself. */
export const ACCOUNT_EXAMPLES: { [Name in AccountOperation]: Example<Name> } = {
  "verification/start": {
    input: { number: "+86 138 0013 8000", locale: "zh-CN" },
    output: {
      verification_id: VERIFICATION,
      retry_after_s: 30,
      number: ALICE_NUMBER,
      carrier: "china_mobile",
    },
  },
  "verification/check": {
    input: {
      verification_id: VERIFICATION,
      code: "483920",
      device_name: "Alice's phone",
      platform: "phone",
    },
    output: { account_id: ALICE, device_id: PHONE, token: TOKEN },
  },
  "verification/expect": {
    input: { number: "+86 138 0013 8000", locale: "zh-CN" },
    output: {
      verification_id: VERIFICATION,
      secret: SECRET,
      number: ALICE_NUMBER,
      carrier: "china_mobile",
      send_to: "10690013800",
      text: "登录飞聊 730164",
      expires_in_s: 300,
    },
  },
  "verification/wait": {
    input: { verification_id: VERIFICATION, secret: SECRET },
    output: { state: "received", code: "483920" },
  },
  "link/start": {
    input: { device_name: "Firefox, Linux", platform: "computer" },
    output: { link_id: LINK, secret: SECRET, expires_in_s: 60 },
  },
  "link/wait": {
    input: { link_id: LINK, secret: SECRET, known: "scanned" },
    output: {
      state: "confirmed",
      credentials: { account_id: ALICE, device_id: LAPTOP, token: TOKEN },
    },
  },
  "link/claim": {
    input: { link_id: LINK },
    output: {
      device_name: "Firefox, Linux",
      platform: "computer",
      place: AT_HOME,
      requested_at: NOW,
      expires_in_s: 48.2,
      check_required: false,
    },
  },
  "link/ask": {
    input: { link_id: LINK, secret: SECRET, number: "+86 138 0013 8000" },
    output: { check: "47", expires_in_s: 300 },
  },
  "link/confirm": { input: { link_id: LINK, allow: true }, output: {} },
  "passkey/challenge": {
    input: {},
    output: { challenge_id: CHALLENGE_ID, challenge: CHALLENGE, rp_id: "chat.example.org" },
  },
  "passkey/sign-in": {
    input: { challenge_id: CHALLENGE_ID, assertion: ASSERTION, device_name: "Firefox, Linux" },
    output: { account_id: ALICE, device_id: LAPTOP, token: TOKEN },
  },
  "passkey/register-start": {
    input: {},
    output: {
      challenge_id: CHALLENGE_ID,
      challenge: CHALLENGE,
      rp: { id: "chat.example.org", name: "Feiliao" },
      user: { handle: "59zuPMY9FwugSdosdUpj6g", name: ALICE_NUMBER },
      algorithms: [-8, -7, -257],
      exclude: [],
    },
  },
  "passkey/register": {
    input: {
      challenge_id: CHALLENGE_ID,
      name: "Alice's phone",
      attestation: {
        passkey_id: PASSKEY_ID,
        client_data: CLIENT_DATA,
        attestation_object: "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVik",
        transports: ["internal"],
      },
    },
    output: PASSKEY,
  },
  "passkey/list": { input: {}, output: { passkeys: [PASSKEY] } },
  "passkey/remove": { input: { passkey_id: PASSKEY_ID }, output: {} },
  "account/set-pin": {
    input: { pin: "correct horse", proof: { type: "pin", pin: "battery staple" } },
    output: { has_pin: true },
  },
  "account/change-number-start": {
    input: { number: "+86 138 0013 8000" },
    output: {
      verification_id: VERIFICATION,
      retry_after_s: 30,
      number: ALICE_NUMBER,
      carrier: "china_mobile",
    },
  },
  "account/change-number": {
    input: { verification_id: VERIFICATION, code: "483920" },
    output: ALICE_PROFILE,
  },
  "account/delete": {
    input: { proof: { type: "code", verification_id: VERIFICATION, code: "483920" } },
    output: { erase_at: NOW + 7 * 24 * 60 * MINUTE_MS },
  },
  "device/list": {
    input: {},
    output: {
      devices: [
        {
          device_id: PHONE,
          name: "Alice's phone",
          platform: "phone",
          signed_in_from: AT_HOME,
          created_at: NOW - 90 * MINUTE_MS,
          last_seen_at: NOW,
          current: true,
        },
      ],
    },
  },
  "device/rename": { input: { device_id: LAPTOP, name: "Alice's laptop" }, output: {} },
  "device/revoke": { input: { device_id: LAPTOP }, output: {} },
};
