import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { sqliteStore } from "../../../store/sqlite/sqlite-store.ts";
import type { LinkDefinition } from "../link-pool.ts";
import { FIELDS_FILE, renderFields } from "./carriers-document.ts";
import { CarriersFileError, parseCarriersFile, readCarriersFile, secretsOf } from "./carriers-file.ts";
import { linkDefinitions } from "./link-definition.ts";

const EXAMPLES = join(import.meta.dir, "../../../../../../docs/carriers");
const LINK = {
  ...{ id: "world", protocol: "smpp", serves: ["world"], host: "127.0.0.1", system_id: "feiliao" },
  ...{ password: { env: "PASSWORD" }, number: "447700900123", price_fen: 45, throughput_per_s: 10 },
};

for (const name of readdirSync(EXAMPLES).filter((each) => each.endsWith(".json"))) {
  test(`CF1 docs/carriers/${name} is a carriers file whose links can be defined`, () => {
    const settings = readCarriersFile(join(EXAMPLES, name));
    const definitions = define(settings, { readSecret: () => "secret12" });
    expect(definitions.map(({ terms }) => terms.id)).toEqual(settings.map(({ id }) => id));
  });
}

test("CF2 the protocols of the mainland's carriers reach nobody abroad", () => {
  const cmpp = { ...LINK, protocol: "cmpp", system_id: "901234" };
  expect(messageOf(cmpp)).toContain('links[0].serves: cmpp carries mainland numbers only, not "world"');
});

test("CF2 a mistake is named with its place, and so is a field that does not exist", () => {
  expect(messageOf({ ...LINK, price_fen: "much" })).toContain("links[0].price_fen:");
  expect(messageOf({ ...LINK, sgnature: "飞聊" })).toMatch(/links\[0\]: .*sgnature/);
  expect(messageOf({ ...LINK, serves: ["moon"] })).toContain("links[0].serves[0]:");
  expect(messageOf({ ...LINK, protocol: "telex" })).toContain("links[0].protocol:");
  expect(messageOf({ ...LINK, id: "../x" })).toContain("links[0].id:");
  const http = { ...LINK, protocol: "http", host: undefined, system_id: undefined, password: undefined };
  const provider = { request: { url: "https://a.example" }, answer: { message_id: null } };
  const matching = { ...provider.answer, accepted: { matches: "(" } };
  expect(messageOf({ ...http, provider: { ...provider, answer: matching } })).toContain("links[0].provider");
  const webhooks = { checks: [{ check: "addresses", allow: ["203.0.113.0/33"] }] };
  expect(messageOf({ ...http, provider: { ...provider, webhooks } })).toContain("links[0].provider");
  expect(messageOf(LINK, LINK)).toContain('links[1].id: "world" is the id of another link');
  expect(() => parseCarriersFile("{")).toThrow("this is not JSON");
  expect(() => parseCarriersFile('{"links": []}')).toThrow("links:");
  expect(() => readCarriersFile("/nowhere/carriers.json")).toThrow("cannot be read");
});

test("CF3 secrets come from the environment and from files beside the carriers file, and a missing one is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-carriers-"));
  writeFileSync(join(folder, "secret"), "from the file\n");
  const readSecret = secretsOf(join(folder, "carriers.json"), { PASSWORD: "from the environment" });
  expect(readSecret({ env: "PASSWORD" }, "x")).toBe("from the environment");
  expect(readSecret({ file: "secret" }, "x")).toBe("from the file");
  expect(() => readSecret({ env: "OTHER" }, "links[0].password")).toThrow(
    "links[0].password.env: OTHER is not set",
  );
  expect(() => readSecret({ file: "other" }, "links[0].password")).toThrow("links[0].password.file: other");
  rmSync(folder, { recursive: true });
});

test("CF4 what a link cannot work without is told at the start", () => {
  const twilio = {
    ...{ id: "twilio", protocol: "http", provider: "twilio", serves: ["world"], number: "15005550006" },
    ...{ price_fen: 6, throughput_per_s: 1 },
  };
  const secrets = { account: { env: "A" }, token: { env: "B" } };
  const defining = (link: object, public_url: string | null = null) =>
    define(parse(link), { readSecret: () => "s", public_url });
  expect(() => defining(twilio)).toThrow("links[0].secrets.account: is needed");
  expect(() => defining({ ...twilio, secrets })).toThrow("FEILIAO_PUBLIC_URL");
  expect(() => defining({ ...twilio, secrets, number: null }, "https://a.example")).toThrow(
    "links[0].number: is needed",
  );
  expect(() => defining({ ...LINK, number: null })).toThrow("links[0].number: is needed");
  expect(() => defining({ ...twilio, secrets }, "https://a.example")).not.toThrow();
});

test("CF5 the mainland is its four carriers, and terms say what the file says", () => {
  const [definition] = define(
    parse({ ...LINK, serves: ["mainland", "china_mobile"], day_fen_max: 100, extension_digits: 3 }),
  );
  expect(definition!.terms).toMatchObject({
    ...{ label: "world", kind: "smpp", day_fen_max: 100, month_fen_max: null, outstanding_max: 16 },
    serves: ["china_mobile", "china_unicom", "china_telecom", "china_broadnet"],
    capabilities: { number: "447700900123", extension_digits_max: 3, gsm7: true, free_text: true },
  });
});

test("the reference of the fields is the one that the schema says; `npm run docs` writes it", () => {
  expect(readFileSync(FIELDS_FILE, "utf8")).toBe(renderFields());
});

function parse(...links: object[]): ReturnType<typeof parseCarriersFile> {
  return parseCarriersFile(JSON.stringify({ links }));
}

function messageOf(...links: object[]): string {
  try {
    parse(...links);
  } catch (failure) {
    if (failure instanceof CarriersFileError) return failure.message;
  }
  throw new Error("it was taken");
}

function define(
  settings: ReturnType<typeof parseCarriersFile>,
  options: Partial<Pick<Parameters<typeof linkDefinitions>[1], "readSecret" | "public_url">> = {},
): LinkDefinition[] {
  return linkDefinitions(settings, {
    ...{ readSecret: () => "secret12", public_url: "https://chat.example.org", ...options },
    partialSms: sqliteStore(":memory:", silentLogger).partialSms,
    ...{ clock: systemClock, random: systemRandom, logger: silentLogger },
  });
}
