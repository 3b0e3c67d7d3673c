import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import { type Kannel, startKannel } from "./kannel/kannel.ts";
import {
  ACCOUNT,
  HANDSET,
  incomingParts,
  LONG_TEXT,
  OURS,
  type OurSmsc,
  ourSmsc,
  textOf,
} from "./our-side.ts";

let smsc: OurSmsc;
let kannel: Kannel;

beforeAll(async () => {
  smsc = await ourSmsc();
  kannel = await startKannel(smsc.server.port, ACCOUNT);
  await untilLoggedIn();
});

afterAll(async () => {
  await kannel.stop();
  await smsc.server.close();
});

function untilLoggedIn(): Promise<true> {
  return until("Kannel is logged in", () => smsc.server.sessions().length === 1);
}

/** What Kannel was told by us, and tells whoever sent or receives: one thing after another. */
const toldAt = (path: string) => kannel.told.filter((each) => each.path === path).map(({ query }) => query);

describe("Kannel as the ESME", () => {
  test("is logged in for both directions", () => {
    expect(smsc.server.sessions()).toMatchObject([{ system_id: "foreign", sends: true, receives: true }]);
  });

  test("submits a long Chinese text in parts, and learns that it was delivered", async () => {
    await kannel.send(OURS, `+${HANDSET}`, LONG_TEXT);
    await until("three parts", () => smsc.submitted.length === 3);
    expect(smsc.submitted).toMatchObject(
      Array(3).fill({
        from: OURS,
        to: HANDSET,
        report: true,
        segment: { coding: "ucs2", has_header: true },
      }),
    );
    expect(textOf(smsc.submitted)).toBe(LONG_TEXT);
    // dlr-mask 31: 8 is "the SMSC took it", 1 is "delivered"; they may pass each other.
    const types = () => toldAt("/report").map(({ type }) => type);
    await until("the reports", () => types().includes("8") && types().includes("1"));
    expect(types().every((type) => type === "8" || type === "1")).toBe(true);
  });

  test("submits a text in GSM 03.38, its extension table included", async () => {
    smsc.submitted.length = 0;
    await kannel.send(OURS, HANDSET, "Grüße: 5 € {ok}", "gsm7");
    await until("the part", () => smsc.submitted.length === 1);
    expect(smsc.submitted[0]!.segment.coding).toBe("gsm7");
    expect(textOf(smsc.submitted)).toBe("Grüße: 5 € {ok}");
  });

  test("submits a short text in UCS-2", async () => {
    smsc.submitted.length = 0;
    await kannel.send(OURS, HANDSET, "Code 123456 {飞聊}");
    await until("the part", () => smsc.submitted.length === 1);
    expect(textOf(smsc.submitted)).toBe("Code 123456 {飞聊}");
  });

  test("hands a person's long text on, put together again", async () => {
    for (const part of incomingParts(LONG_TEXT)) {
      expect(await smsc.server.deliver(ACCOUNT.system_id, part)).toBe(true);
    }
    await until("the text", () => toldAt("/incoming").length > 0);
    expect(toldAt("/incoming")).toMatchObject([{ from: `+${HANDSET}`, to: `+${OURS}`, text: LONG_TEXT }]);
  });

  test("comes back after we were away, and goes on", async () => {
    const { port } = smsc.server;
    await smsc.server.close();
    smsc = await ourSmsc(port);
    await untilLoggedIn();
    await kannel.send(OURS, HANDSET, "又见面了");
    await until("the part", () => smsc.submitted.length === 1);
    expect(textOf(smsc.submitted)).toBe("又见面了");
  });
});

test("a Kannel that writes UTF-8 under data_coding 0 is read so, when its account says so", async () => {
  const other_smsc = await ourSmsc(0, { default_alphabet: "utf8" });
  const other_kannel = await startKannel(other_smsc.server.port, { ...ACCOUNT, alt_charset: "UTF-8" });
  await until("Kannel is logged in", () => other_smsc.server.sessions().length === 1);
  await other_kannel.send(OURS, HANDSET, "Grüße", "gsm7");
  await until("the part", () => other_smsc.submitted.length === 1);
  expect(other_smsc.submitted[0]!.segment.coding).toBe("utf8");
  expect(textOf(other_smsc.submitted)).toBe("Grüße");
  await other_kannel.stop();
  await other_smsc.server.close();
});
