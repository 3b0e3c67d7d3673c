import { expect, test } from "bun:test";
import { parseNatsUrl } from "./nats-url.ts";

test("one server or several, with user and password, token or nothing", () => {
  expect(parseNatsUrl("nats://127.0.0.1:4222")).toEqual({
    servers: ["127.0.0.1:4222"],
    credentials: {},
    subject: "feiliao",
  });
  expect(parseNatsUrl("nats://li:p%40ss:w%2Frd@a.example,b.example:4223,[::1]:4224/")).toMatchObject({
    servers: ["a.example", "b.example:4223", "[::1]:4224"],
    credentials: { user: "li", pass: "p@ss:w/rd" },
  });
  expect(parseNatsUrl("nats://s3cret@a.example").credentials).toEqual({ token: "s3cret" });
});

test("tls:// insists on TLS, with files of its own authority and identity", () => {
  expect(parseNatsUrl("tls://a.example").tls).toEqual({});
  expect(parseNatsUrl("nats://a.example?ca=/etc/ca.pem&cert=/etc/c.pem&key=/etc/k.pem").tls).toEqual({
    caFile: "/etc/ca.pem",
    certFile: "/etc/c.pem",
    keyFile: "/etc/k.pem",
  });
});

test("another subject keeps two services apart", () => {
  expect(parseNatsUrl("nats://a.example?subject=chat.blue").subject).toBe("chat.blue");
});

test("what cannot be read is refused without quoting it", () => {
  const wrong = [
    "http://u:s3cret@a.example",
    "nats://u:s3cret@",
    "nats://u:s3cret@a.example:port",
    "nats://u:s3cret@a.example,",
    "nats://u:s3cret@a.example?subject=a.*",
    "nats://u:s3cret@a.example?pedantic=1",
    "nats://u:%zz-s3cret@a.example",
  ];
  for (const url of wrong) {
    const refusal = expect(() => parseNatsUrl(url));
    refusal.toThrow();
    refusal.not.toThrow("s3cret");
  }
});
