import { expect, test } from "bun:test";
import { Authenticator, type Device, onVirtualClock, PEOPLE, post, signUp, story } from "@feiliao/testkit";

const ORIGIN = "http://localhost:8080";
const MINUTE_MS = 60_000;
const LAPTOP = { device_name: "Firefox, Linux", platform: "computer" } as const;

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    ({ code }) => code,
  );

async function register(device: Device, authenticator: Authenticator, name = "phone") {
  const started = await device.call("passkey/register-start", {});
  const attestation = await authenticator.create(started);
  return device.call("passkey/register", { challenge_id: started.challenge_id, name, attestation });
}

test("AC22 a passkey signs in without an SMS, and no PIN is asked for", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const authenticator = new Authenticator(ORIGIN);
    const { passkey_id } = await register(alice.device, authenticator);
    await alice.device.call("account/set-pin", { pin: "2468" });
    const { challenge_id, ...challenge } = await post(server.url, "passkey/challenge", {});
    expect(challenge.rp_id).toBe("localhost");
    const assertion = await authenticator.get(challenge);
    const signedIn = await post(server.url, "passkey/sign-in", { challenge_id, assertion, ...LAPTOP });
    expect(signedIn.account_id).toBe(alice.device.account_id);
    const { devices } = await post(server.url, "device/list", {}, signedIn.token);
    expect(devices.map(({ name }) => name)).toEqual(["alice's device 1", "Firefox, Linux"]);
    const { passkeys } = await alice.device.call("passkey/list", {});
    expect(passkeys).toMatchObject([{ passkey_id, name: "phone" }]);
    expect(passkeys[0]!.last_used_at).not.toBeNull();
  });
});

test("AC22 one that is removed, unknown, of another page, or that did not verify its user signs nobody in", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const authenticator = new Authenticator(ORIGIN);
    const { passkey_id } = await register(alice.device, authenticator);
    const signIn = async (key: Authenticator, verified = true) => {
      const { challenge_id, challenge } = await post(server.url, "passkey/challenge", {});
      const assertion = await key.get({ challenge }, verified);
      return post(server.url, "passkey/sign-in", { challenge_id, assertion, ...LAPTOP });
    };
    expect(await failure(signIn(authenticator, false))).toBe("passkey_refused");
    const elsewhere = new Authenticator("https://feiliao.example.net");
    expect(await failure(register(bob.device, elsewhere))).toBe("passkey_refused");
    const [issued, other] = [
      await post(server.url, "passkey/challenge", {}),
      await post(server.url, "passkey/challenge", {}),
    ];
    const assertion = await authenticator.get(issued);
    const swapped = { challenge_id: other.challenge_id, assertion, ...LAPTOP };
    expect(await failure(post(server.url, "passkey/sign-in", swapped))).toBe("passkey_refused");
    expect(await failure(bob.device.call("passkey/remove", { passkey_id }))).toBe("not_found");
    await alice.device.call("passkey/remove", { passkey_id });
    expect(await failure(signIn(authenticator))).toBe("passkey_refused");
  });
});

test("AC22 a challenge lives five minutes, and one to register is none to sign in", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { token } = await signUp(url, PEOPLE.alice.number, "phone");
    const authenticator = new Authenticator(ORIGIN);
    const started = await post(url, "passkey/register-start", {}, token);
    const attestation = await authenticator.create(started);
    const input = { challenge_id: started.challenge_id, name: "phone", attestation };
    clock.advance(5 * MINUTE_MS);
    expect(await failure(post(url, "passkey/register", input, token))).toBe("passkey_refused");
    const again = await post(url, "passkey/register-start", {}, token);
    await post(
      url,
      "passkey/register",
      { challenge_id: again.challenge_id, name: "phone", attestation: await authenticator.create(again) },
      token,
    );
    const assertion = await authenticator.get(again);
    const misused = { challenge_id: again.challenge_id, assertion, ...LAPTOP };
    expect(await failure(post(url, "passkey/sign-in", misused))).toBe("passkey_refused");
    const { challenge_id, challenge } = await post(url, "passkey/challenge", {});
    const signed = { challenge_id, assertion: await authenticator.get({ challenge }), ...LAPTOP };
    clock.advance(5 * MINUTE_MS);
    expect(await failure(post(url, "passkey/sign-in", signed))).toBe("passkey_refused");
  });
});

test("AC23 the PIN is changed or removed by who gives it, or a passkey; ten tries a day", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { token } = await signUp(url, PEOPLE.alice.number, "phone");
    const set = (pin: string | null, given?: string) =>
      post(
        url,
        "account/set-pin",
        { pin, ...(given !== undefined && { proof: { type: "pin" as const, pin: given } }) },
        token,
      );
    await set("2468");
    expect(await failure(set(null))).toBe("pin_required");
    await set("1357", "2468");
    for (let tries = 0; tries < 9; tries++) expect(await failure(set(null, "2468"))).toBe("pin_wrong");
    expect(await failure(set(null, "1357"))).toBe("rate_limited");
    clock.advance(24 * 60 * MINUTE_MS);
    expect(await set(null, "1357")).toEqual({ has_pin: false });

    const authenticator = new Authenticator(ORIGIN);
    await set("forgotten");
    const started = await post(url, "passkey/register-start", {}, token);
    const attestation = await authenticator.create(started);
    await post(
      url,
      "passkey/register",
      { challenge_id: started.challenge_id, name: "phone", attestation },
      token,
    );
    const { challenge_id, challenge } = await post(url, "passkey/challenge", {});
    const assertion = await authenticator.get({ challenge });
    const proof = { type: "passkey", challenge_id, assertion } as const;
    expect(await post(url, "account/set-pin", { pin: "remembered", proof }, token)).toEqual({
      has_pin: true,
    });
  });
});
