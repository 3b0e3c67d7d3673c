import { expect, test } from "bun:test";
import { NatsFrames } from "./nats-frames.ts";

const SAID =
  'INFO {"server_id":"a"}\r\nPING\r\nMSG feiliao 1 11\r\nab\r\nMSG x 1\r\n+OK\r\n' +
  "HMSG feiliao 1 reply.to 12 17\r\nNATS/1.0\r\n\r\nhello\r\nPONG\r\nMSG feiliao 1 0\r\n\r\n";

const KINDS = ["control", "control", "message", "control", "message", "control", "message"];

test("what a NATS server says comes apart at its frames, wherever it is cut", () => {
  const whole = new NatsFrames().take(Buffer.from(SAID));
  expect(whole.map(({ kind }) => kind)).toEqual(KINDS as ("message" | "control")[]);
  expect(Buffer.concat(whole.map(({ bytes }) => bytes)).toString()).toBe(SAID);
  const frames = new NatsFrames();
  const bytewise = [...Buffer.from(SAID)].flatMap((byte) => frames.take(Buffer.of(byte)));
  expect(bytewise.map(({ bytes }) => bytes.toString())).toEqual(whole.map(({ bytes }) => bytes.toString()));
});
