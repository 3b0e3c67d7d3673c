import { expect, test } from "bun:test";
import { chromium } from "playwright-core";
import { PEOPLE, until, codeOn, startTestServer } from "@feiliao/testkit";

test("browser", async () => {
  const server = await startTestServer();
  const built = await Bun.build({ entrypoints: ["/tmp/sdk/page.ts"], target: "browser", external: ["ws"] });
  if (!built.success) throw new Error(built.logs.join("\n"));
  const script = await built.outputs[0]!.text();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"] });
  const context = () => browser.newContext().then(async (c) => {
    await c.route("**/sdk-test/*", (r) => r.request().url().endsWith(".js") ? r.fulfill({ contentType: "text/javascript", body: script }) : r.fulfill({ contentType: "text/html", body: '<!doctype html><script type=module src="/sdk-test/p.js"></script>' }));
    return c;
  });
  const open = async (c: any) => { const p = await c.newPage(); p.on("console", (m: any) => console.log("page:", m.text())); p.on("pageerror", (e: any) => console.log("pageerror", e)); await p.goto(server.url + "/sdk-test/x"); await p.waitForFunction(() => "createClient" in globalThis); await p.evaluate(async () => { const w = globalThis as any; w.c = w.createClient({ url: location.origin, cache: await w.indexedDbCache("feiliao") }); w.ev = []; w.c.on((e: any) => w.ev.push({ ...e, t: performance.now() })); await w.c.start(); }); return p; };
  const sign = async (p: any, number: string) => {
    const v = await p.evaluate(async (n: string) => (await (globalThis as any).c.startVerification(n)).verification_id, number);
    const code = await codeOn(server.url, number);
    await p.evaluate(async ([v, code]: string[]) => { const w = globalThis as any; await w.c.checkVerification({ verification_id: v, code, device_name: "chromium" }); }, [v, code]);
  };
  const [ca, cb] = [await context(), await context()];
  const a = await open(ca); const b = await open(cb);
  await sign(a, PEOPLE.alice.number); await sign(b, PEOPLE.bob.number);
  const a2 = await open(ca);
  const id = await a.evaluate(async (addr: string) => { const w = globalThis as any; const id = await w.c.openConversation(addr); for (let i = 0; i < 5; i++) await w.c.sendText(id, "a" + i); return id; }, `tel:${PEOPLE.bob.number}`);
  await a2.evaluate(async (id: string) => { const w = globalThis as any; for (let i = 0; i < 5; i++) await w.c.sendText(id, "b" + i); }, id);
  await until("bob 10", () => b.evaluate((id: string) => (globalThis as any).c.conversation(id)?.unread === 10, id));
  console.log(await b.evaluate((id: string) => (globalThis as any).c.timeline(id).messages.map((m: any) => m.content.text).join(","), id));
  await until("tab2 sees 10 sent", () => a2.evaluate((id: string) => { const m = (globalThis as any).c.timeline(id).messages; return m.length === 10 && m.every((x: any) => x.seq); }, id));
  // latency in the browser with IndexedDB
  console.log("send→ack", await a.evaluate(async (id: string) => { const w = globalThis as any; const out = []; const tl = w.c.timeline(id); for (let i = 0; i < 30; i++) { const t = performance.now(); const done = new Promise<void>((r) => { const off = tl.subscribe(() => { if (tl.messages.at(-1).seq) { off(); r(); } }); }); await w.c.sendText(id, "x" + i); await done; out.push(performance.now() - t); await new Promise((r) => setTimeout(r, 50)); } out.sort((p: number, q: number) => p - q); return [out[15], out[28]]; }, id));
  await b.evaluate((id: string) => (globalThis as any).c.attend(id), id);
  await Bun.sleep(200);
  // press → heard
  const heard: number[] = [];
  for (let i = 0; i < 5; i++) {
    const n = await b.evaluate(() => (globalThis as any).ev.filter((e: any) => e.type === "talk_packets").length);
    const t = await a.evaluate((id: string) => { const w = globalThis as any; w.talk = w.c.startTalk(id); w.talk.push(new Uint8Array(60)); return performance.timeOrigin + performance.now(); }, id);
    await until("heard", () => b.evaluate((n: number) => (globalThis as any).ev.filter((e: any) => e.type === "talk_packets").length > n, n));
    heard.push(await b.evaluate(() => performance.timeOrigin + (globalThis as any).ev.filter((e: any) => e.type === "talk_packets").at(-1).t) - t);
    await a.evaluate(() => (globalThis as any).talk.finish([]));
    await Bun.sleep(700);
  }
  console.log("startTalk→packets event ms", heard);
  // reload in the middle of a talk, with a second tab of the same device open: the other tab takes it over
  await a.evaluate((id: string) => { const w = globalThis as any; w.talk = w.c.startTalk(id); for (let i = 0; i < 100; i++) w.talk.push(new Uint8Array(30).fill(i)); }, id);
  await Bun.sleep(300);
  await a.close();
  await until("complete", () => b.evaluate((id: string) => { const m = (globalThis as any).c.timeline(id).messages.at(-1); return m.content.type === "voice" && m.content.phase === "complete" && m.content.packets === 100; }, id), 15000);
  console.log("taken over by the other tab");
  // big cache start
  const c3 = await browser.newContext(); 
  await c3.route("**/sdk-test/*", (r) => r.request().url().endsWith(".js") ? r.fulfill({ contentType: "text/javascript", body: script }) : r.fulfill({ contentType: "text/html", body: '<!doctype html><script type=module src="/sdk-test/p.js"></script>' }));
  const p = await c3.newPage(); await p.goto(server.url + "/sdk-test/x"); await p.waitForFunction(() => "createClient" in globalThis);
  await p.evaluate(async () => {
    const w = globalThis as any; const cache = await w.indexedDbCache("big");
    await cache.write([{ table: "meta", key: "credentials", put: { account_id: "acc_me", device_id: "dev_me", token: "x" } }, { table: "meta", key: "sync_token", put: "t" }]);
    for (let c = 0; c < 200; c++) {
      const conv = "con_" + c;
      await cache.write([{ table: "conversations", key: conv, put: { conversation_id: conv, kind: "direct", title: null, opened_by_me: true, listed: true, at: c, epoch: 1, members: [{ account_id: "acc_me", address: null, name: "me", picture: null, delivered: 0, read: 190, heard: 0 }, { account_id: "acc_" + c, address: "tel:+8613800" + c, name: "P" + c, picture: null, delivered: 0, read: 0, heard: 0 }], address: null } },
        ...Array.from({ length: 200 }, (_, i) => ({ table: "entries", key: [conv, i + 1], put: { seq: i + 1, sender: i % 2 ? "acc_me" : "acc_" + c, device_id: "dev_x", client_id: c + "/" + i, server_time: i, enc: 0, content: { type: "text", text: "message " + i } } }))]);
    }
  });
  const s = await c3.newCDPSession(p);
  for (const rate of [1, 4]) {
    await p.reload(); await p.waitForFunction(() => "createClient" in globalThis);
    await s.send("Emulation.setCPUThrottlingRate", { rate });
    console.log("start with 200 conversations × 200, throttle", rate, await p.evaluate(async () => { const w = globalThis as any; const t = performance.now(); const c = w.createClient({ url: "http://127.0.0.1:9", cache: await w.indexedDbCache("big") }); await c.start(); const n = c.conversations.length; const r = [n, c.conversations[0].unread, performance.now() - t]; await c.stop(); return r; }));
  }
  // 100k timeline
  await s.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  console.log("100k in one conversation", await p.evaluate(async () => {
    const w = globalThis as any; const cache = await w.indexedDbCache("huge");
    await cache.write([{ table: "meta", key: "credentials", put: { account_id: "acc_me", device_id: "dev_me", token: "x" } }, { table: "conversations", key: "con_h", put: { conversation_id: "con_h", kind: "direct", title: null, opened_by_me: true, listed: true, at: 1, epoch: 1, members: [{ account_id: "acc_me", address: null, name: "me", picture: null, delivered: 0, read: 100000, heard: 0 }], address: null } }]);
    for (let k = 0; k < 100; k++) await cache.write(Array.from({ length: 1000 }, (_, i) => { const seq = k * 1000 + i + 1; return { table: "entries", key: ["con_h", seq], put: { seq, sender: seq % 2 ? "acc_me" : "acc_p", device_id: "dev_x", client_id: "h" + seq, server_time: seq, enc: 0, content: { type: "text", text: "message " + seq } } }; }));
    const c = w.createClient({ url: "http://127.0.0.1:9", cache }); await c.start();
    const tl = c.timeline("con_h"); const t = performance.now(); let pages = 0; while (!tl.complete) { await tl.loadOlder(); tl.messages; pages++; }
    const loaded = performance.now() - t; const t2 = performance.now(); for (let i = 0; i < 20; i++) { await c.sendText("con_h", "new" + i); tl.messages; }
    return { pages, loaded, n: tl.messages.length, per_send_ms: (performance.now() - t2) / 20 };
  }));
  await browser.close(); await server.close();
}, 120000);
