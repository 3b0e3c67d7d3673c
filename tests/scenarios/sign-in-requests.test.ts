import { expect, test } from "bun:test";
import type { AccountChange, Output } from "@feiliao/protocol";
import {
  onVirtualClock,
  PEOPLE,
  type Person,
  post,
  signUp,
  startTestServer,
  story,
  until,
} from "@feiliao/testkit";

const LAPTOP = { device_name: "Firefox, Linux", platform: "computer" } as const;
const MINUTE_MS = 60_000;
const UNKNOWN = "+8613800138099";

type Link = Output<"link/start">;

const wait = (url: string, { link_id, secret }: Link, known?: "waiting") =>
  post(url, "link/wait", { link_id, secret, ...(known && { known }) });
const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    ({ code }) => code,
  );

async function ask(url: string, number: string): Promise<{ link: Link; check: string }> {
  const link = await post(url, "link/start", LAPTOP);
  const { link_id, secret } = link;
  const { check } = await post(url, "link/ask", { link_id, secret, number });
  return { link, check };
}

const another = (check: string): string => (check === "00" ? "01" : "00");

type Request = Extract<AccountChange, { type: "sign_in_request" }>["request"];

/** What the account's log says last about devices that ask; undefined when it never said anything. */
async function requestTo(person: Person): Promise<Request | undefined> {
  const { account } = await person.device.call("sync/pull", {});
  const told = account.filter((change) => change.type === "sign_in_request");
  return told.at(-1)?.request;
}

test("AC31 the devices of the number are asked, and allow it with the two digits that the new one shows", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server: { url } }) => {
    const { link, check } = await ask(url, alice.number);
    const { link_id } = link;
    const request = await until("the request", () => requestTo(alice));
    expect(request).toMatchObject({ link_id, ...LAPTOP });
    expect(await failure(bob.device.call("link/claim", { link_id }))).toBe("not_found");
    const claimed = await alice.device.call("link/claim", { link_id });
    expect(claimed).toMatchObject({ ...LAPTOP, check_required: true });
    expect(await wait(url, link)).toEqual({ state: "waiting" });
    await alice.device.call("link/confirm", { link_id, allow: true, check });
    const answer = await wait(url, link);
    if (answer.state !== "confirmed") throw new Error(answer.state);
    expect(answer.credentials.account_id).toBe(alice.device.account_id);
    expect(await requestTo(alice)).toBeNull();
  });
});

test("AC31 wrong digits, or none, refuse it for good, and who asks hears nothing of it", async () => {
  await story({ alice: 1 }, async ({ alice, server: { url } }) => {
    for (const wrong of [(check: string) => another(check), () => undefined]) {
      const { link, check } = await ask(url, alice.number);
      const { link_id } = link;
      await until("the request", async () => (await requestTo(alice))?.link_id === link_id);
      await alice.device.call("link/claim", { link_id });
      const given = wrong(check);
      const confirm = { link_id, allow: true, ...(given && { check: given }) };
      expect(await failure(alice.device.call("link/confirm", confirm))).toBe("code_wrong");
      expect(await failure(alice.device.call("link/confirm", { ...confirm, check }))).toBe("link_expired");
      expect(await wait(url, link)).toEqual({ state: "waiting" });
      expect(await requestTo(alice)).toBeNull();
    }
  });
});

test("AC31 AC8 a number without an account, with a guest, and one that refuses are answered alike, also at the end", async () => {
  await onVirtualClock(async ({ url, server }, clock) => {
    const { token } = await signUp(url, PEOPLE.alice.number, "phone");
    await post(url, "conversation/open", { address: `tel:${PEOPLE.bob.number}` }, token);
    const answers: unknown[] = [];
    for (const number of [PEOPLE.alice.number, PEOPLE.bob.number, UNKNOWN]) {
      const { link, check } = await ask(url, number);
      const { link_id } = link;
      if (number === PEOPLE.alice.number) {
        const claim = () => post(url, "link/claim", { link_id }, token);
        await until("the devices are asked", async () => (await failure(claim())) === "none");
        await post(url, "link/confirm", { link_id, allow: false }, token);
      }
      const before = await wait(url, link);
      clock.advance(5 * MINUTE_MS);
      answers.push([check.length, before, await failure(wait(url, link))]);
    }
    expect(answers).toEqual(Array(3).fill([2, { state: "waiting" }, "link_expired"]));
    expect(server.store.healthy()).toBe(true);
  });
});

test("AC31 only the holder of the secret has devices asked, and a number is asked three times in ten minutes", async () => {
  const server = await startTestServer();
  const { url } = server;
  const { link_id } = await post(url, "link/start", LAPTOP);
  const stolen = { link_id, secret: "x".repeat(43), number: UNKNOWN };
  expect(await failure(post(url, "link/ask", stolen))).toBe("not_found");
  for (let asked = 0; asked < 3; asked++) await ask(url, UNKNOWN);
  expect(await failure(ask(url, UNKNOWN))).toBe("rate_limited");
  await server.close();
});

test("AC31 an account that is to be deleted has nobody to ask, and its PIN guards it as before", async () => {
  const server = await startTestServer();
  const { url } = server;
  const { number } = PEOPLE.alice;
  const { token } = await signUp(url, number, "phone");
  await post(url, "account/set-pin", { pin: "battery staple" }, token);
  await post(url, "account/delete", { proof: { type: "pin", pin: "battery staple" } }, token);
  const { link } = await ask(url, number);
  expect(await wait(url, link)).toEqual({ state: "waiting" });
  expect(await failure(post(url, "link/claim", { link_id: link.link_id }, token))).toBe("unauthorized");
  await server.close();
});
