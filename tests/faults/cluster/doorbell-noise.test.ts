import { expect, test } from "bun:test";
import { Seeded } from "../harness/seeded.ts";
import { DoorbellNoise } from "./doorbell-noise.ts";

const message = (name: string) => Buffer.from(`MSG feiliao 1 ${name.length}\r\n${name}\r\n`);
const messages = Array.from({ length: 400 }, (_, index) => message(`m${index}`));
const sent = Buffer.concat(messages.flatMap((bytes) => [bytes, Buffer.from("PING\r\n")]));

const namesIn = (bytes: Buffer) => bytes.toString().match(/m\d+/g) ?? [];

test("before the noise begins and after it has ended, everything arrives as it was sent", () => {
  const noise = new DoorbellNoise(new Seeded(1));
  const line = noise.line();
  expect(line(sent)).toEqual(sent);
  noise.begin();
  line(sent);
  noise.end();
  line(message("the last of the noise"));
  expect(line(sent)).toEqual(sent);
});

test("noise loses, doubles and reorders messages, and nothing else of what a server says", () => {
  const noise = new DoorbellNoise(new Seeded(1));
  noise.begin();
  const heard = noise.line()(sent)!;
  const names = namesIn(heard);
  const distinct = new Set(names);
  expect(distinct.size).toBeLessThan(messages.length);
  expect(names.length).toBeGreaterThan(distinct.size);
  expect(names).not.toEqual(names.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
  expect(heard.toString().match(/PING\r\n/g)).toHaveLength(messages.length);
  expect(noise.disturbed).toBeGreaterThan(messages.length / 2);
});
