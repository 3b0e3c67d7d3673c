import { describe, expect, test } from "bun:test";
import { isSameOrigin } from "../../../platform/same-origin.ts";
import { anybody, thisMachineOnly } from "./guard.ts";

type HeaderTable = Record<string, string>;

describe("handsets are shown to this machine only", () => {
  test.each<[why: string, allowed: boolean, peer_address: string, headers: HeaderTable]>([
    ["IPv4 loopback", true, "127.0.0.1", { host: "127.0.0.1:8080" }],
    ["another address of 127/8", true, "127.0.0.53", { host: "localhost" }],
    ["localhost", true, "127.0.0.1", { host: "localhost:8080" }],
    ["any case", true, "127.0.0.1", { host: "LOCALHOST:8080" }],
    ["no port", true, "127.0.0.1", { host: "localhost" }],
    ["IPv6 loopback", true, "::1", { host: "[::1]:8080" }],
    ["IPv4 in IPv6", true, "::ffff:127.0.0.1", { host: "127.0.0.1:8080" }],
    ["a peer elsewhere", false, "192.168.1.7", { host: "localhost:8080" }],
    ["a peer elsewhere, in IPv6", false, "::ffff:192.168.1.7", { host: "localhost:8080" }],
    ["no peer address", false, "", { host: "localhost:8080" }],
    ["a public name, as after DNS rebinding", false, "127.0.0.1", { host: "chat.example.org" }],
    ["a name that begins like loopback", false, "127.0.0.1", { host: "localhost.example.org" }],
    ["a name that ends like loopback", false, "127.0.0.1", { host: "evil-localhost:8080" }],
    ["an address that is all addresses", false, "127.0.0.1", { host: "0.0.0.0:8080" }],
    ["a port that is none", false, "127.0.0.1", { host: "localhost:8080.example.org" }],
    ["user information", false, "127.0.0.1", { host: "localhost@example.org" }],
    ["no Host", false, "127.0.0.1", {}],
    ["two Hosts", false, "127.0.0.1", { host: "localhost, example.org" }],
    ["Forwarded", false, "127.0.0.1", { host: "localhost", forwarded: "for=192.0.2.60" }],
    ["X-Forwarded-For", false, "127.0.0.1", { host: "localhost", "x-forwarded-for": "192.0.2.60" }],
    ["X-Forwarded-For, empty", false, "127.0.0.1", { host: "localhost", "x-forwarded-for": "" }],
    ["X-Forwarded-Host", false, "127.0.0.1", { host: "localhost", "X-Forwarded-Host": "example.org" }],
    ["X-Forwarded-Proto", false, "127.0.0.1", { host: "localhost", "x-forwarded-proto": "https" }],
    ["X-Real-IP", false, "127.0.0.1", { host: "localhost", "x-real-ip": "127.0.0.1" }],
    ["Via", false, "127.0.0.1", { host: "localhost", via: "1.1 proxy" }],
  ])("%s: %p", (_why, allowed, peer_address, headers) => {
    expect(thisMachineOnly({ headers: new Headers(headers), peer_address })).toBe(allowed);
  });
});

test("once opened by a setting they are shown to anybody", () => {
  const headers = new Headers({ host: "chat.example.org", "x-forwarded-for": "192.0.2.60" });
  expect(anybody({ headers, peer_address: "192.0.2.1" })).toBe(true);
});

test.each<[why: string, same: boolean, headers: HeaderTable]>([
  ["no Origin", true, { host: "localhost:8080" }],
  ["the page itself", true, { host: "localhost:8080", origin: "http://localhost:8080" }],
  ["the page itself behind TLS", true, { host: "chat.example.org", origin: "https://chat.example.org" }],
  ["another port", false, { host: "localhost:8080", origin: "http://localhost:3000" }],
  ["another site", false, { host: "localhost:8080", origin: "https://example.org" }],
  ["an opaque origin", false, { host: "localhost:8080", origin: "null" }],
  ["no Host", false, { origin: "http://localhost:8080" }],
])("a write with %s is of the same origin: %p", (_why, same, headers) => {
  expect(isSameOrigin(new Headers(headers))).toBe(same);
});
