import { expect, test } from "bun:test";
import { connect } from "node:net";
import { encodeVoiceFrame } from "@feiliao/protocol/voice-frame";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  converse,
  type Device,
  PEOPLE,
  signUp,
  startTestServer,
  story,
  Device as TestDevice,
  until,
} from "@feiliao/testkit";
import fc from "fast-check";
import { StalledSocket } from "../faults/workload/stalled-socket.ts";

/** Messages of 8 KB: the kernel holds up to about 10 MB for a socket on each side, and the server 256 KB. */
const MORE_THAN_BUFFERS_HOLD = 1_500;

/** The device still works: it is answered. */
async function alive(device: Device): Promise<void> {
  expect(await device.call("profile/get", {})).toHaveProperty("number");
}

test("GW1 frames that are no calls get a typed error, and the socket goes on", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const frames = [
      "",
      "{",
      "null",
      "[]",
      "42",
      '"text"',
      "{}",
      '{"id":1}',
      '{"id":{},"op":"profile/get"}',
      "\u0000",
    ];
    for (const frame of frames) alice.device.sendRaw(frame);
    await until("an answer to each", () => alice.device.complaints.length === frames.length);
    for (const complaint of alice.device.complaints)
      expect(complaint).toMatchObject({ error: { code: "bad_request" } });
    await alive(alice.device);
  });
});

test("GW1 any text and any bytes leave the server standing", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 64 })), async (frame) => {
        alice.device.sendRaw(typeof frame === "string" ? frame : Uint8Array.from(frame));
        await alive(alice.device);
      }),
      { numRuns: 200 },
    );
  });
});

test("GW1 operations with unknown names, fields or shapes say which field is wrong, never its value", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const call = (op: string, input: unknown) =>
      alice.device.call(op as "profile/get", input as never).then(
        () => null,
        ({ code, message }) => ({ code, message }),
      );
    expect(await call("no/such", {})).toMatchObject({ code: "unknown_operation" });
    expect(await call("__proto__", {})).toMatchObject({ code: "unknown_operation" });
    expect(await call("session/hello", {})).toMatchObject({ code: "bad_request" });
    const refused = await call("profile/set", {
      name: "a secret name that is far too long to be anybody's name",
    });
    expect(refused).toMatchObject({ code: "bad_request", message: "the input does not fit: name (too_big)" });
    expect(await call("conversation/read", { conversation_id: "con_x" })).toMatchObject({
      code: "bad_request",
    });
    expect(await call("profile/get", { surplus: true })).toBeNull();
  });
});

test("GW1 broken voice frames get a typed error, and the socket goes on", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const good = encodeVoiceFrame({
      kind: "packets",
      handle: 1,
      packet: 0,
      packets: [Uint8Array.of(1, 2, 3)],
    });
    const broken = [good.slice(0, 5), good.slice(0, -1), Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0, 0)];
    for (const frame of [...broken, good]) alice.device.sendRaw(frame);
    await until("an answer to each", () => alice.device.complaints.length === 4);
    const codes = alice.device.complaints.map((complaint) => "error" in complaint && complaint.error.code);
    expect(codes).toEqual(["bad_request", "bad_request", "bad_request", "not_found"]);
    await alive(alice.device);
  });
});

test("GW1 GW3 requests that are malformed, oversized or without a token get a typed error", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const answer = async (path: string, init: RequestInit = {}) => {
      const response = await alice.device.fetch(path, init);
      const { error } = (await response.json()) as { error: { code: string } };
      return `${response.status} ${error.code}`;
    };
    const body = (text: string): RequestInit => ({ method: "POST", body: text });
    expect(await answer("/v1/profile/get", body("{"))).toBe("400 bad_request");
    expect(await answer("/v1/profile/get", { method: "POST", body: Uint8Array.of(0xff, 0xfe) })).toBe(
      "400 bad_request",
    );
    expect(await answer("/v1/profile/set", body(JSON.stringify({ name: "x".repeat(300_000) })))).toBe(
      "413 too_large",
    );
    expect(await answer("/v1/profile/get")).toBe("405 method_not_allowed");
    expect(await answer("/v1/no/such", body("{}"))).toBe("404 unknown_operation");
    expect(await answer("/v1/talk/start", body('{"conversation_id":"x"}'))).toBe("400 bad_request");
    for (const authorization of ["Bearer wrong", "Basic x", "Bearer", ""]) {
      const response = await fetch(`${server.url}/v1/profile/get`, {
        ...body("{}"),
        headers: { authorization },
      });
      expect(response.status).toBe(401);
    }
    const path = await fetch(`${server.url}/..%2f..%2fetc%2fpasswd`);
    expect(await path.text()).not.toContain("root:");
  });
});

test("GW2 a socket without hello is closed after five seconds, and may do nothing before", async () => {
  const clock = new VirtualClock();
  const server = await startTestServer({}, { clock });
  const alice = new TestDevice(server.url, await signUp(server.url, PEOPLE.alice.number, "phone"));
  await alice.open();
  await until("the server has seen the socket", () => alice.connected);
  clock.advance(5_000);
  await until("the socket is closed", () => alice.close_code === 4408);
  await alice.open();
  await expect(alice.call("profile/get", {})).rejects.toMatchObject({ code: "hello_required" });
  await until("the socket is closed", () => alice.close_code === 4400);
  await server.close();
});

test("GW3 a frame over the limit closes the socket, and the device connects again", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    alice.device.sendRaw("x".repeat(300_000));
    await until("the socket is closed", () => alice.device.close_code !== null);
    await alice.device.connect();
    await alive(alice.device);
  });
});

test("GW4 JSON nested deeper than 16 levels is refused, brackets inside strings do not count", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    const respond = async (body: string) =>
      (await alice.device.fetch("/v1/profile/get", { method: "POST", body })).status;
    expect(await respond(nested(16))).toBe(200);
    expect(await respond(nested(17))).toBe(400);
    expect(await respond(`${"[".repeat(100_000)}`)).toBe(400);
    expect(await respond(JSON.stringify({ text: '[{"[{'.repeat(50) }))).toBe(200);
  });
});

test("GW6 a page of another origin cannot open a socket; the server's own page and programs can", async () => {
  await story({ alice: 1 }, async ({ server }) => {
    const { host, hostname, port } = new URL(server.url);
    const upgrade = (origin: string | null) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(
            `GET /v1/socket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
              `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${origin ? `Origin: ${origin}\r\n` : ""}\r\n`,
          ),
        );
        socket.on("data", (data) => {
          resolve(data.toString().slice(9, 12));
          socket.destroy();
        });
        socket.on("error", reject);
      });
    expect(await upgrade("https://evil.example")).toBe("401");
    expect(await upgrade("null")).toBe("401");
    expect(await upgrade(server.url)).toBe("101");
    expect(await upgrade(null)).toBe("101");
  });
});

test("GW7 operations beyond the rate limit are refused without effect", async () => {
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const conversation_id = await converse(alice, bob);
      const sends = Array.from({ length: 60 }, (_, index) =>
        alice.device
          .call("message/send", {
            conversation_id,
            client_id: `k${index}`,
            content: { type: "text", text: "k" },
          })
          .then(
            () => "sent",
            ({ code, details }) => `${code} ${details.retry_after_s}`,
          ),
      );
      const outcomes = await Promise.all(sends);
      const sent = outcomes.filter((outcome) => outcome === "sent").length;
      expect(new Set(outcomes)).toEqual(new Set(["sent", "rate_limited 1"]));
      const { last_seq } = await bob.device.post("conversation/read", { conversation_id });
      expect(last_seq).toBe(sent);
    },
    { settings: { frames_per_s_max: 5 } },
  );
});

test("GW12 when the server stops, sockets are told when to come back", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    await server.restart();
    expect(await alice.device.event("goodbye")).toMatchObject({ reason: "shutdown", retry: true });
    await until("the socket closed", () => alice.device.close_code === 1001);
    await alice.device.connect();
    await alive(alice.device);
  });
});

test("GW14 who comes back is let in however often: only open sockets count", async () => {
  await story({ alice: 1 }, async ({ alice }) => {
    const { device } = alice;
    for (let round = 0; round < 40; round++) {
      device.disconnect();
      await device.connect();
    }
    await alive(device);
  });
});

test("D9 a socket that did not read is told to pull when it reads again", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const stalled = await StalledSocket.open(server.url, bob.device);
    for (let sent = 0; sent < MORE_THAN_BUFFERS_HOLD; sent += 100) {
      const sends = Array.from({ length: 100 }, (_, index) =>
        alice.device.call("message/send", {
          conversation_id,
          client_id: `${sent + index}`,
          content: { type: "text", text: "x".repeat(8_000) },
        }),
      );
      await Promise.all(sends);
    }
    expect(await stalled.readOn(10_000)).toBe(true);
    stalled.close();
  });
});

test("GW6 a page of another origin can order nothing, by any method", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const order = (origin: string) =>
      fetch(`${server.url}/v1/verification/start`, {
        method: "POST",
        headers: { origin, "content-type": "text/plain" },
        body: JSON.stringify({ number: "+8618600186002" }),
      });
    expect((await order("https://evil.example")).status).toBe(401);
    expect((await order(server.url)).status).toBe(200);
    await alive(alice.device);
  });
});

test("GW7 the rate is one for all sockets and requests of an account", async () => {
  await story(
    { alice: 1 },
    async ({ alice }) => {
      const calls = Array.from({ length: 80 }, (_, index) =>
        (index % 2 === 0 ? alice.device.call("profile/get", {}) : alice.device.post("profile/get", {})).then(
          () => "answered",
          ({ code }) => code,
        ),
      );
      const outcomes = await Promise.all(calls);
      expect(outcomes.filter((outcome) => outcome === "rate_limited").length).toBeGreaterThan(40);
    },
    { settings: { frames_per_s_max: 5 } },
  );
});

test("GW10 the page with the virtual handsets, build notes and files outside are not handed out", async () => {
  await story({ alice: 1 }, async ({ server }) => {
    const text = async (path: string, headers = {}) =>
      (await fetch(`${server.url}${path}`, { headers })).text();
    for (const path of [
      "/phones.html",
      "/%70hones.html",
      "/x%2F..%2Fphones.html",
      "/.vite/manifest.json",
      "/.built-from",
    ]) {
      expect(await text(path)).toContain("not_found");
    }
    expect(await text("/phones", { "x-forwarded-for": "1.2.3.4" })).toContain("not_found");
  });
});
