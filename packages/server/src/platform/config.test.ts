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
  expect(() => readConfig({ FEILIAO_SMS_DAY_MAX: "-1" })).toThrow("FEILIAO_SMS_DAY_MAX");
});

test("lists and switches", () => {
  const config = readConfig({ FEILIAO_COUNTRIES: "86, 852", FEILIAO_SIMULATOR: "off" });
  expect(config.countries).toEqual(["86", "852"]);
  expect(config.simulator).toBe(false);
});

test("the configuration reference is up to date (npm run docs)", async () => {
  expect(await Bun.file(CONFIGURATION_FILE).text()).toBe(renderConfiguration());
});
