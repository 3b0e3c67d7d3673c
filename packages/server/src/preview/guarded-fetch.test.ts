import { afterEach, expect, test } from "bun:test";
import { createServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { guardedFetch, type Wanted } from "./guarded-fetch.ts";
import { type Outside, publicInternet } from "./outside.ts";
import { loopbackOnly, page, type Site, startSite } from "./testing/site.ts";
import { webAddress } from "./web-address.ts";

const HTML: Wanted = {
  accept: "text/html",
  takes: (type) => type === "text/html",
  bytes_max: 1_000,
  beginning: true,
};
const WHOLE: Wanted = { ...HTML, beginning: false };
const PATIENT = new AbortController().signal;

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const site of opened.splice(0)) await site.close();
});
async function site(...args: Parameters<typeof startSite>): Promise<Site> {
  const started = await startSite(...args);
  opened.push(started);
  return started;
}

async function text(outside: Outside, url: string, wanted = HTML): Promise<string> {
  const { bytes } = await guardedFetch(outside, webAddress(url), wanted, PATIENT);
  return new TextDecoder().decode(bytes);
}
const refusal = (outside: Outside, url: string, wanted = HTML, signal = PATIENT) =>
  guardedFetch(outside, webAddress(url), wanted, signal).then(
    () => "fetched",
    (failure: { reason?: string }) => failure.reason,
  );

test("LP1: other schemes, credentials and broken addresses are refused before anything is resolved", () => {
  for (const address of [
    "file:///etc/passwd",
    "ftp://a.example",
    "gopher://a",
    "http://u:p@a.example/",
    "http://u@a",
    "no",
  ])
    expect(() => webAddress(address)).toThrow("url");
});

test("LP1 LP2: the public internet is ports 80 and 443 of global addresses, however an address is spelled", async () => {
  const private_ones = [
    "http://127.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/",
    "http://0/",
    "http://localhost/",
    "http://8.8.8.8:22/",
    "https://8.8.8.8:8443/",
  ];
  for (const url of private_ones) expect([url, await refusal(publicInternet, url)]).toEqual([url, "address"]);
});

test("LP2: one private address among public ones refuses the name", async () => {
  const there = await site((_, response) => page(response, "hello"));
  const mixed = loopbackOnly([there.port], async () => ["127.0.0.1", "10.0.0.1"]);
  expect(await refusal(mixed, there.url("/"))).toBe("address");
  expect(
    await refusal(
      loopbackOnly([there.port], async () => []),
      there.url("/"),
    ),
  ).toBe("address");
  expect(there.requests).toEqual([]);
});

test("LP3: a name that resolves to another address later is connected to where it was vetted", async () => {
  const there = await site((_, response) => page(response, "vetted"));
  let asked = 0;
  const rebinding = loopbackOnly([there.port], async () =>
    asked++ === 0 ? ["127.0.0.1"] : ["169.254.169.254"],
  );
  // rebinds.example is a name that nothing can resolve: were it looked up again, there would be no connection.
  expect(await text(rebinding, there.url("/", "rebinds.example"))).toBe("vetted");
  expect(asked).toBe(1);
  expect(there.requests[0]?.headers.host).toBe(`rebinds.example:${there.port}`);
});

test("LP3: with TLS the name is announced to the vetted address, and a certificate that nobody vouches for ends it", async () => {
  const { promise: hello, resolve } = Promise.withResolvers<string>();
  const listener = createServer((socket) => {
    socket.once("data", (bytes) => {
      resolve(bytes.toString("latin1"));
      socket.destroy();
    });
  });
  await new Promise<void>((listening) => listener.listen(0, "127.0.0.1", listening));
  const { port } = listener.address() as { port: number };
  expect(await refusal(loopbackOnly([port]), `https://shop.example:${port}/`)).toBe("unreachable");
  expect(await hello).toContain("shop.example"); // the server_name extension, RFC 6066 §3
  listener.close();
});

test("LP4: a redirect to a private address, another port or another scheme is refused", async () => {
  const inside = await site((_, response) => page(response, "secret"));
  const there = await site(({ url }, response) => {
    const targets: Record<string, string> = {
      "/address": "http://10.0.0.1/",
      "/port": `http://127.0.0.1:${inside.port}/`,
      "/scheme": "file:///etc/passwd",
      "/credentials": "http://root:root@site.example/",
      "/good": "/here",
    };
    if (url === "/here") return page(response, "here");
    response.writeHead(302, { location: targets[url ?? ""] });
    response.end();
  });
  const outside = loopbackOnly([there.port]);
  expect(await refusal(outside, there.url("/address"))).toBe("address");
  expect(await refusal(outside, there.url("/port"))).toBe("address");
  expect(await refusal(outside, there.url("/scheme"))).toBe("url");
  expect(await refusal(outside, there.url("/credentials"))).toBe("url");
  expect(await text(outside, there.url("/good"))).toBe("here");
  expect(inside.requests).toEqual([]);
});

test("LP4: three redirects are followed, a fourth is not", async () => {
  const there = await site(({ url }, response) => {
    const left = Number(url?.slice(1));
    if (left === 0) return page(response, "end");
    response.writeHead(301, { location: `/${left - 1}` });
    response.end();
  });
  const outside = loopbackOnly([there.port]);
  expect(await text(outside, there.url("/3"))).toBe("end");
  expect(await refusal(outside, there.url("/4"))).toBe("redirects");
});

test("LP5: what comes too slowly is given up, in the header, in the body and in DNS", async () => {
  const there = await site(({ url }, response) => {
    if (url === "/body") response.writeHead(200, { "content-type": "text/html" }).write("a");
  });
  const outside = loopbackOnly([there.port]);
  const late = async (act: (signal: AbortSignal) => Promise<unknown>, begun: () => boolean) => {
    const ending = new AbortController();
    const outcome = act(ending.signal);
    while (!begun()) await new Promise((turn) => setTimeout(turn, 1));
    ending.abort();
    return outcome;
  };
  for (const [index, path] of ["/header", "/body"].entries()) {
    const outcome = await late(
      (signal) => refusal(outside, there.url(path), HTML, signal),
      () => there.requests.length > index,
    );
    expect([path, outcome]).toEqual([path, "time"]);
  }
  let asked = false;
  const mute = loopbackOnly([there.port], () => {
    asked = true;
    return new Promise(() => {});
  });
  expect(
    await late(
      (signal) => refusal(mute, there.url("/"), HTML, signal),
      () => asked,
    ),
  ).toBe("time");
});

test("LP6: a page is read up to its limit, a picture over it is refused, also when it was compressed", async () => {
  const long = "x".repeat(5_000_000);
  const there = await site(({ url }, response) => {
    const encodings: Record<string, [string, Uint8Array] | undefined> = {
      "/gzip": ["gzip", gzipSync(long)],
      "/br": ["br", brotliCompressSync(long)],
      "/unknown": ["zstd", gzipSync(long)],
    };
    const [encoding, body] = encodings[url ?? ""] ?? ["identity", Buffer.from(long)];
    response.writeHead(200, { "content-type": "text/html", "content-encoding": encoding });
    response.end(body);
  });
  const outside = loopbackOnly([there.port]);
  for (const path of ["/", "/gzip", "/br"]) {
    expect([path, (await text(outside, there.url(path))).length]).toEqual([path, 1_000]);
    expect([path, await refusal(outside, there.url(path), WHOLE)]).toEqual([path, "too_large"]);
  }
  expect(await refusal(outside, there.url("/unknown"))).toBe("type");
});

test("LP7: other types and failures are refused", async () => {
  const there = await site(({ url }, response) => {
    if (url === "/missing") return void response.writeHead(404, { "content-type": "text/html" }).end("no");
    page(response, "%PDF", "application/pdf");
  });
  const outside = loopbackOnly([there.port]);
  expect(await refusal(outside, there.url("/missing"))).toBe("status");
  expect(await refusal(outside, there.url("/file"))).toBe("type");
});

test("LP8: the request carries no cookie, credential, referrer or language", async () => {
  const there = await site(({ url }, response) => {
    if (url !== "/") return page(response, "ok");
    response.writeHead(302, { location: "/next", "set-cookie": "id=1" });
    response.end();
  });
  await text(loopbackOnly([there.port]), there.url("/"));
  const names = there.requests.flatMap(({ headers }) => Object.keys(headers));
  expect([...new Set(names)].sort()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
});

test("what is not HTTP at all is unreachable", async () => {
  const noise = createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
  await new Promise<void>((listening) => noise.listen(0, "127.0.0.1", listening));
  const { port } = noise.address() as { port: number };
  expect(await refusal(loopbackOnly([port]), `http://site.example:${port}/`)).toBe("unreachable");
  noise.close();
});
