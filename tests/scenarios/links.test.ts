import { expect, test } from "bun:test";
import type { Output } from "@feiliao/protocol";
import { converse, Device, onVirtualClock, PEOPLE, post, signUp, story, until } from "@feiliao/testkit";
import { acrossNodes } from "./across-nodes.ts";

const SECOND_MS = 1_000;
const DEVICES_MAX = 10;
const LAPTOP = { device_name: "Firefox, Linux", platform: "computer" } as const;

const start = (url: string) => post(url, "link/start", LAPTOP);
const wait = (url: string, { link_id, secret }: Output<"link/start">) =>
  post(url, "link/wait", { link_id, secret });
const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    ({ code }) => code,
  );

test("AC17 a scanned device is signed in once it is confirmed, and has the whole history", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(bob, alice);
    const content = { type: "text", text: "吃了吗？" } as const;
    await bob.device.call("message/send", { conversation_id, client_id: "k", content });
    const link = await start(server.url);
    expect(await wait(server.url, link)).toEqual({ state: "waiting" });
    const { link_id } = link;
    const claimed = await alice.device.call("link/claim", { link_id });
    expect(claimed).toMatchObject({ ...LAPTOP, place: { ip: null, same_network: true } });
    expect(claimed.expires_in_s).toBeGreaterThan(0);
    expect(await wait(server.url, link)).toEqual({ state: "scanned" });
    await alice.device.call("link/confirm", { link_id, allow: true });
    const answer = await wait(server.url, link);
    if (answer.state !== "confirmed") throw new Error(answer.state);
    expect(await wait(server.url, link)).toEqual(answer);
    const laptop = await new Device(server.url, answer.credentials).connect();
    const { conversations } = await laptop.post("sync/pull", {});
    expect(conversations[0]!.entries.map(({ client_id }) => client_id)).toEqual(["k"]);
    const { devices } = await laptop.post("device/list", {});
    expect(devices.map(({ name, platform, current }) => [name, platform, current])).toEqual([
      ["alice's device 1", "other", false],
      ["Firefox, Linux", "computer", true],
    ]);
    laptop.disconnect();
  });
});

test("AC17 who waits hears of a scan and of the confirmation without asking again", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const { link_id, secret } = await start(server.url);
    const scanned = post(server.url, "link/wait", { link_id, secret, known: "waiting" });
    await alice.device.call("link/claim", { link_id });
    expect(await scanned).toEqual({ state: "scanned" });
    const decided = post(server.url, "link/wait", { link_id, secret, known: "scanned" });
    await alice.device.call("link/confirm", { link_id, allow: false });
    expect(await decided).toEqual({ state: "refused" });
    expect(await failure(alice.device.call("link/confirm", { link_id, allow: true }))).toBe("link_expired");
  });
});

test("AC18 a link lives 60 seconds: it is neither scanned, confirmed nor waited for afterwards", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { token } = await signUp(url, PEOPLE.alice.number, "phone");
    const [early, scanned, confirmed] = [await start(url), await start(url), await start(url)];
    clock.advance(59 * SECOND_MS);
    await post(url, "link/claim", { link_id: scanned.link_id }, token);
    await post(url, "link/claim", { link_id: confirmed.link_id }, token);
    await post(url, "link/confirm", { link_id: confirmed.link_id, allow: true }, token);
    clock.advance(SECOND_MS);
    expect(await failure(post(url, "link/claim", { link_id: early.link_id }, token))).toBe("link_expired");
    const late = post(url, "link/confirm", { link_id: scanned.link_id, allow: true }, token);
    expect(await failure(late)).toBe("link_expired");
    expect(await failure(wait(url, early))).toBe("link_expired");
    expect(await failure(wait(url, scanned))).toBe("link_expired");
    expect(await wait(url, confirmed)).toHaveProperty("state", "confirmed"); // the answer may have been lost
    clock.advance(60 * SECOND_MS);
    expect(await failure(wait(url, confirmed))).toBe("link_expired");
  });
});

test("AC19 the token is for the holder of the secret, and the link for the first account that scans it", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const link = await start(server.url);
    const { link_id } = link;
    await alice.device.call("link/claim", { link_id });
    expect(await failure(bob.device.call("link/claim", { link_id }))).toBe("link_taken");
    expect(await failure(bob.device.call("link/confirm", { link_id, allow: true }))).toBe("link_taken");
    await alice.device.call("link/confirm", { link_id, allow: true });
    const other = await start(server.url);
    expect(await failure(wait(server.url, { ...link, secret: other.secret }))).toBe("not_found");
    expect(await failure(wait(server.url, { ...link, secret: "" }))).toBe("not_found");
    const unscanned = other.link_id;
    expect(await failure(alice.device.call("link/confirm", { link_id: unscanned, allow: true }))).toBe(
      "not_found",
    );
    expect(await failure(post(server.url, "link/claim", { link_id }))).toBe("unauthorized");
  });
});

test("AC20 an account has ten devices; what was idle for 30 days gives way, and otherwise one must be signed out", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const tokens: string[] = [];
    const add = async () => {
      const link = await start(url);
      const { link_id } = link;
      await post(url, "link/claim", { link_id }, tokens[0]);
      await post(url, "link/confirm", { link_id, allow: true }, tokens[0]);
      const answer = await wait(url, link);
      if (answer.state === "confirmed") tokens.push(answer.credentials.token);
    };
    tokens.push((await signUp(url, PEOPLE.alice.number, "phone")).token);
    for (let count = 1; count < DEVICES_MAX; count++) {
      clock.advance(60 * SECOND_MS); // twenty scans in ten minutes
      await add();
    }
    expect(await failure(add())).toBe("device_limit");
    const [, idle, ...used] = tokens;
    clock.advance(30 * 24 * 3_600 * SECOND_MS);
    for (const token of [tokens[0]!, ...used]) await post(url, "profile/get", {}, token);
    await until("all but one to be in use", async () => {
      const { devices } = await post(url, "device/list", {}, tokens[0]);
      return devices.filter(({ last_seen_at }) => last_seen_at === clock.now()).length === DEVICES_MAX - 1;
    });
    await add();
    expect(tokens).toHaveLength(DEVICES_MAX + 1);
    expect(await failure(post(url, "profile/get", {}, idle))).toBe("unauthorized");
    expect((await post(url, "device/list", {}, tokens.at(-1))).devices).toHaveLength(DEVICES_MAX);
  });
});

test("AC21 a device is renamed by its own account, to a name without control characters", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob, server }) => {
    const [phone, laptop] = alice.devices;
    const { device_id } = laptop!;
    await phone!.call("device/rename", { device_id, name: " 书房电脑 " });
    const { devices } = await laptop!.post("device/list", {});
    expect(devices.map(({ name }) => name)).toEqual(["alice's device 1", "书房电脑"]);
    expect(await failure(bob.device.call("device/rename", { device_id, name: "mine" }))).toBe("not_found");
    for (const name of ["a\u0000b", "a\nb", "\ud800", " ", "x".repeat(61)]) {
      expect(await failure(phone!.call("device/rename", { device_id, name }))).toBe("bad_request");
      expect(await failure(post(server.url, "link/start", { device_name: name }))).toBe("bad_request");
    }
  });
});

test("AC17 AC13 a link goes on at any node, and so does its end", async () => {
  await acrossNodes(async ({ cluster, alice }) => {
    const [first, second] = cluster.urls;
    const link = await start(second!);
    const { link_id, secret } = link;
    const scanned = post(second!, "link/wait", { link_id, secret, known: "waiting" });
    await alice.post("link/claim", { link_id });
    expect(await scanned).toEqual({ state: "scanned" });
    await alice.post("link/confirm", { link_id, allow: true });
    const answers = [await wait(first!, link), await wait(second!, link)];
    expect(answers[0]).toEqual(answers[1]!);
    if (answers[0]?.state !== "confirmed") throw new Error("not confirmed");
    const laptop = await new Device(second!, answers[0].credentials).connect();
    await alice.post("device/revoke", { device_id: laptop.device_id });
    expect(await laptop.event("goodbye")).toMatchObject({ reason: "revoked" });
    expect(await failure(laptop.post("profile/get", {}))).toBe("unauthorized");
  });
});
