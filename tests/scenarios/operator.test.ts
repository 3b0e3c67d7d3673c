import { expect, test } from "bun:test";
import type { OperatorReport } from "@feiliao/server/console/report";
import { onVirtualClock, PEOPLE, post, requestCode, signUp, startTestServer, until } from "@feiliao/testkit";

const TOKEN = "0123456789abcdef0123456789abcdef";
const MINUTE_MS = 60_000;
const bearer = { authorization: `Bearer ${TOKEN}` };

const get = (url: string, path: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { headers });
const report = async (url: string): Promise<OperatorReport> =>
  (await (await get(url, "/operator/report.json")).json()) as OperatorReport;

/** The samples of a metric, by their labels as they are written. */
async function metric(url: string, name: string): Promise<Record<string, number>> {
  const text = await (await get(url, "/metrics")).text();
  const samples = [...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, "gm"))];
  return Object.fromEntries(samples.map(([, labels = "", value]) => [labels, Number(value)]));
}

test("OP2 without a token this machine may look, and nobody through a proxy or by another name", async () => {
  const { url, close } = await startTestServer();
  expect((await get(url, "/metrics")).status).toBe(200);
  expect((await get(url, "/operator/report.json")).status).toBe(200);
  for (const headers of [{ "x-forwarded-for": "192.0.2.7" }, { host: "chat.example.org" }]) {
    for (const path of ["/metrics", "/operator", "/operator/report.json", "/operator.html"]) {
      expect((await get(url, path, headers as Record<string, string>)).status).toBe(404);
    }
  }
  await close();
});

test("OP1 with a token it is asked for, also on this machine; a session lasts twelve hours", async () => {
  await onVirtualClock(
    async ({ url }, clock) => {
      expect((await get(url, "/metrics")).status).toBe(401);
      expect((await get(url, "/metrics", { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
      expect((await get(url, "/metrics", bearer)).status).toBe(200);
      const signIn = (token: string, headers: Record<string, string> = {}) =>
        fetch(`${url}/operator/sign-in`, { method: "POST", body: new URLSearchParams({ token }), headers });
      expect((await signIn("wrong")).status).toBe(401);
      expect((await signIn(TOKEN, { origin: "https://elsewhere.example" })).status).toBe(404);
      const answer = await signIn(TOKEN);
      const cookie = answer.headers.get("set-cookie")!;
      expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
      const session = { cookie: cookie.split(";")[0]! };
      expect((await get(url, "/operator/report.json", session)).status).toBe(200);
      const forged = { cookie: session.cookie.replace(/=\d/, (digits) => `=${Number(digits[1]) + 1}`) };
      expect((await get(url, "/operator/report.json", forged)).status).toBe(401);
      clock.advance(12 * 60 * MINUTE_MS);
      expect((await get(url, "/operator/report.json", session)).status).toBe(401);
    },
    { operator_token: TOKEN },
  );
});

test("OP3 tokens cannot be guessed: ten tries in ten minutes from a network, and not even the right one then", async () => {
  const { url, close } = await startTestServer({ operator_token: TOKEN, proxy_hops: 1, simulator: false });
  const signIn = (token: string, ip: string) =>
    fetch(`${url}/operator/sign-in`, {
      ...{ method: "POST", body: new URLSearchParams({ token }) },
      headers: { "x-forwarded-for": ip },
    });
  for (let tries = 0; tries < 10; tries++) expect((await signIn("x", `192.0.2.${tries}`)).status).toBe(401);
  expect((await signIn(TOKEN, "192.0.2.99")).status).toBe(429);
  expect((await signIn(TOKEN, "198.51.100.1")).status).toBe(204);
  await close();
});

test("OP4 the page's figures are metrics: money, outcomes, codes", async () => {
  const { url, close } = await startTestServer();
  await signUp(url, PEOPLE.alice.number, "phone");
  await requestCode(url, PEOPLE.bob.number);
  const delivered = ({ links }: OperatorReport) =>
    links.flatMap(({ outcomes }) => outcomes).filter(({ state }) => state === "delivered");
  await until("both codes are delivered", async () => delivered(await report(url)).length === 2);
  const now = await report(url);
  const mobile = now.links.find(({ terms }) => terms.serves.includes("china_mobile"))!;
  expect(mobile).toMatchObject({ state: "up", held_by: "this_node", today: { sms: 1, confirmed_fen: 5 } });
  expect(now.all.today).toMatchObject({ sms: 2, units: 2, confirmed_fen: 10, unknown_fen: 0 });
  expect(now.codes).toMatchObject({
    entered: 1,
    asked: { sent: 2 },
    all: { sent: 2, entered: 1, step: "open" },
  });
  expect(await metric(url, "feiliao_sms_cost_confirmed_yuan")).toMatchObject({
    [`link="${mobile.terms.id}",span="today"`]: 0.05,
    'link="all",span="month"': 0.1,
  });
  expect(await metric(url, "feiliao_sms_link_up")).toMatchObject({ [`link="${mobile.terms.id}"`]: 1 });
  expect(await metric(url, "feiliao_codes_asked_total")).toMatchObject({ 'outcome="sent"': 2 });
  expect(await metric(url, "feiliao_codes_entered_total")).toEqual({ "": 1 });
  expect(await metric(url, "feiliao_codes_sent_from")).toMatchObject({ 'scope="block",key="+861380013"': 1 });
  await close();
});

test("OP7 neither the page nor the metrics show a number", async () => {
  const { url, close } = await startTestServer();
  await signUp(url, PEOPLE.alice.number, "Alice's phone");
  for (const path of ["/metrics", "/operator/report.json"]) {
    const text = await (await get(url, path)).text();
    expect(text).not.toContain(PEOPLE.alice.number.slice(1));
    expect(text).not.toContain("Alice");
  }
  await close();
});

test("OP4 an attack is an alarm on the page and a metric", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    for (let last = 0; last < 30; last++) {
      await post(url, "verification/start", { number: `+861380013${8100 + last}` });
    }
    expect((await report(url)).codes.blocks[0]).toMatchObject({
      key: "+861380013",
      sent: 30,
      step: "challenge",
    });
    clock.advance(3 * MINUTE_MS);
    expect((await report(url)).codes.blocks[0]).toMatchObject({ step: "stop" });
    expect(await metric(url, "feiliao_codes_alarm")).toMatchObject({ 'scope="block",key="+861380013"': 1 });
  });
});

test("OP5 a statement settles what nobody has answered for, and then our figure is the bill to the fen", async () => {
  await onVirtualClock(async ({ url, server }, clock) => {
    const unanswered = "+8613800139504"; // its carrier takes the SMS, and its answer is lost
    await post(url, "verification/start", { number: unanswered });
    await post(url, "verification/start", { number: "+8613900139000" });
    const begun = (now: OperatorReport) => now.all.today.sms === 2 && now.all.today.unknown_fen === FEN;
    await until("one without an answer", async () => begun(await report(url)));
    const at = new Date(clock.now()).toISOString();
    const statement = [
      "carrier_message_id,number,at,units,yuan",
      `lost-1,${unanswered},${at},1,0.05`,
      `elsewhere-1,+8613700137000,${at},1,0.04`,
    ].join("\n");
    const [from, until_] = [clock.now() - MINUTE_MS, clock.now() + MINUTE_MS].map((time) =>
      new Date(time).toISOString(),
    );
    const query = new URLSearchParams({ link: "simulator", from: from!, until: until_! });
    const send = (body: string) => fetch(`${url}/operator/statement?${query}`, { method: "POST", body });
    const wrong = await send(statement.replace("0.05", "free"));
    expect(wrong.status).toBe(400);
    expect(((await wrong.json()) as { error: { message: string } }).error.message).toBe(
      'line 2: "free" is no yuan',
    );
    expect((await report(url)).all.today.unknown_fen).toBe(FEN);
    const outcome = (await (await send(statement)).json()) as { bill_fen: number; strange_fen: number };
    expect(outcome).toMatchObject({
      resolved_taken: 1,
      unbilled: 1,
      strange: 1,
      strange_fen: 4,
      bill_fen: 9,
    });
    const { confirmed_fen, unknown_fen } = (await report(url)).all.today;
    expect(unknown_fen).toBe(0);
    expect(confirmed_fen + outcome.strange_fen).toBe(outcome.bill_fen);
    expect(server.store.healthy()).toBe(true);
  });
});
const FEN = 5;

test("OP6 what the operator says of a number's carrier is kept", async () => {
  const { url, server, close } = await startTestServer();
  const body = "number,carrier\n13800138001,china_unicom\n13800138002,china_telecom";
  const imported = await fetch(`${url}/operator/overrides`, { method: "POST", body });
  expect(await imported.json()).toEqual({ overrides: 2 });
  const routes = await server.store.sms.routes(["+8613800138001"]);
  expect(routes.get("+8613800138001")).toMatchObject({ override: "china_unicom" });
  await close();
});
