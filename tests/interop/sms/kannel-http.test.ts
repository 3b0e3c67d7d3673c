import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { parseCarriersFile } from "@feiliao/server/links/sms/carriers-file/carriers-file";
import { linkDefinitions } from "@feiliao/server/links/sms/carriers-file/link-definition";
import type { WebhookLink } from "@feiliao/server/links/sms/link-pool";
import type { DeliveryReport, IncomingSms, Sms } from "@feiliao/server/links/sms/sms-link";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { systemClock, systemRandom } from "@feiliao/sms";
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

const SECRETS: Record<string, string> = {
  KANNEL_USER: "tester",
  KANNEL_PASSWORD: "foobar",
  KANNEL_WEBHOOK_TOKEN: "let-me-in",
};
const SMS: Sms = {
  ...{ to: `+${HANDSET}`, extension: "", template_id: "chat", parameters: {}, text: "在吗? & 100% {ok}" },
  valid_ms: 3_600_000,
};

let smsc: OurSmsc;
let kannel: Kannel;
let link: WebhookLink;
let server: ReturnType<typeof Bun.serve>;
const reports: DeliveryReport[] = [];
const incoming: IncomingSms[] = [];

beforeAll(async () => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, bun) =>
      link.respond(
        request,
        new URL(request.url).pathname.split("/").at(-1)!,
        bun.requestIP(request)!.address,
      ),
  });
  smsc = await ourSmsc();
  const webhook = `${server.url}links/kannel/incoming?token=${SECRETS.KANNEL_WEBHOOK_TOKEN}`;
  kannel = await startKannel(smsc.server.port, ACCOUNT, {
    get_url: `${webhook}&id=%I&from=%p&to=%P&text=%a&at=%T`,
  });
  await until("Kannel is logged in", () => smsc.server.sessions().length === 1);
  link = kannelLink();
  link.onReport(async (report) => void reports.push(report));
  link.onIncoming(async (sms) => void incoming.push(sms));
});

afterAll(async () => {
  await kannel.stop();
  await link.close();
  await smsc.server.close();
  await server.stop(true);
});

describe("Kannel's smsbox as an HTTP provider", () => {
  test("takes an SMS, and says by the id it was given that it was delivered", async () => {
    const outcome = await link.send(SMS);
    if (outcome.outcome !== "accepted") throw new Error(`not accepted but ${outcome.outcome}`);
    await until("the part", () => smsc.submitted.length === 1);
    expect(textOf(smsc.submitted)).toBe(SMS.text);
    expect(smsc.submitted[0]).toMatchObject({ from: OURS, to: HANDSET });
    const report = await until("the report", () => reports[0]);
    expect(report).toMatchObject({
      ...{
        carrier_message_id: outcome.carrier_message_ids[0]!,
        to: SMS.to,
        state: "delivered",
        reason: null,
      },
    });
    expect(Math.abs(report.at - Date.now())).toBeLessThan(3_600_000);
  });

  test("takes a long SMS whole", async () => {
    smsc.submitted.length = 0;
    expect(await link.send({ ...SMS, text: LONG_TEXT })).toMatchObject({ outcome: "accepted" });
    await until("three parts", () => smsc.submitted.length === 3);
    expect(textOf(smsc.submitted)).toBe(LONG_TEXT);
  });

  test("hands over what a handset writes, short and long", async () => {
    for (const text of ["TD", "退订 & 100%", LONG_TEXT]) {
      incoming.length = 0;
      for (const part of incomingParts(text)) {
        expect(await smsc.server.deliver(ACCOUNT.system_id, part)).toBe(true);
      }
      await until(`the text ${text.slice(0, 9)}`, () => incoming.length > 0);
      expect(incoming).toMatchObject([{ from: `+${HANDSET}`, to: OURS, text, incomplete: false }]);
    }
  });

  test("refuses who does not know the password, for certain", async () => {
    const stranger = kannelLink({ KANNEL_PASSWORD: "wrong" });
    expect(await stranger.send(SMS)).toEqual({ outcome: "refused", refusal: "denied", code: "http:403" });
    await stranger.close();
  });
});

function kannelLink(other: Record<string, string> = {}): WebhookLink {
  const secrets = { ...SECRETS, ...other };
  const settings = parseCarriersFile(
    JSON.stringify({
      links: [
        {
          ...{
            id: "kannel",
            protocol: "http",
            provider: "kannel",
            number: OURS,
            url: `${kannel.sendsms_url}?smsc=ours`,
          },
          ...{ serves: ["mainland", "world"], price_fen: 5, throughput_per_s: 10 },
          secrets: {
            user: { env: "KANNEL_USER" },
            password: { env: "KANNEL_PASSWORD" },
            webhook: { env: "KANNEL_WEBHOOK_TOKEN" },
          },
        },
      ],
    }),
  );
  const [definition] = linkDefinitions(settings, {
    ...{ public_url: server.url.origin, clock: systemClock, random: systemRandom, logger: silentLogger },
    partialSms: sqliteStore(":memory:", silentLogger).partialSms,
    readSecret: (reference) => ("env" in reference ? secrets[reference.env]! : ""),
  });
  if (!definition?.webhooks) throw new Error("an HTTP link has webhooks");
  return definition.open();
}
