import { expect, test } from "bun:test";
import { readConfig } from "./config.ts";
import { CONFIGURATION_FILE, renderConfiguration } from "./config-document.ts";

test("without any variable, the server is for this machine alone", () => {
  expect(readConfig({})).toMatchObject({ port: 8080, host: "127.0.0.1", public_url: null, simulator: null });
});

test("a variable that cannot be read is named, with what it must be", () => {
  expect(() => readConfig({ PORT: "eighty" })).toThrow(
    'PORT must be a whole number from 0 to 65535, not "eighty"',
  );
  expect(() => readConfig({ FEILIAO_CODES_DAY_FEN_MAX: "-1" })).toThrow("FEILIAO_CODES_DAY_FEN_MAX");
});

test("lists and switches", () => {
  const config = readConfig({ FEILIAO_COUNTRIES: "86, 852", FEILIAO_SIMULATOR: "off" });
  expect(config.countries).toEqual(["86", "852"]);
  expect(config.simulator).toBe(false);
});

const MANY = {
  FEILIAO_DATABASE: "postgres://u:hush@db/feiliao",
  FEILIAO_BUS: "nats://u:hush@nats",
  FEILIAO_BLOBS: "s3://u:hush@s3/bucket",
  FEILIAO_SECRET_FILE: "/etc/feiliao/secret",
};

test("many nodes share database, bus, blobs and secret", () => {
  expect(readConfig(MANY)).toMatchObject({ database: MANY.FEILIAO_DATABASE, bus: MANY.FEILIAO_BUS });
});

test.each(Object.keys(MANY))("many nodes without %s are refused, with what to do", (variable) => {
  const refusal = expect(() => readConfig({ ...MANY, [variable]: "" }));
  refusal.toThrow(variable);
  refusal.toThrow(/set |leave /);
  refusal.not.toThrow("hush");
});

test("one node alone may use a shared database, when it says that it is alone", () => {
  const config = readConfig({ FEILIAO_DATABASE: "postgres://db/feiliao", FEILIAO_BUS: "none" });
  expect(config.bus).toBe("none");
});

test("an address that cannot be read is named and never shown", () => {
  const refusal = expect(() => readConfig({ FEILIAO_DATABASE: "mysql://u:hush@db" }));
  refusal.toThrow("FEILIAO_DATABASE must be empty or postgres://… or postgresql://…");
  refusal.not.toThrow("hush");
});

test("the configuration reference is up to date (npm run docs)", async () => {
  expect(await Bun.file(CONFIGURATION_FILE).text()).toBe(renderConfiguration());
});
