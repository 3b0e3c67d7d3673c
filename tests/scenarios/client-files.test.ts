import { expect, test } from "bun:test";
import type { FileView, MessageView, Timeline } from "@feiliao/client";
import { PEOPLE, until } from "@feiliao/testkit";
import { appStory, texts } from "./client-app.ts";

const bobsAddress = `tel:${PEOPLE.bob.number}`;
const MIB = 1024 * 1024;

/** Bytes that are different everywhere, so that a piece in a wrong place is seen. */
function fileOf(size: number): Blob {
  const words = new Uint32Array(size / 4);
  for (let index = 0; index < words.length; index++) words[index] = Math.imul(index, 0x9e3779b1);
  return new Blob([words]);
}

async function isSame(a: Blob, b: Blob): Promise<boolean> {
  return Buffer.from(await a.arrayBuffer()).equals(Buffer.from(await b.arrayBuffer()));
}

async function fileIn(timeline: Timeline): Promise<MessageView & { content: FileView }> {
  const find = () => timeline.messages.find(({ content, seq }) => content.type === "file" && seq !== null);
  await until("the file to arrive", () => find() !== undefined);
  return find() as MessageView & { content: FileView };
}

test("OB10 FI1: a file is shown at once, goes up and comes down whole", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const hers = await alice.timeline(id);
    const file = fileOf(5 * MIB);
    const key = await alice.client.sendFile(id, { blob: file, name: "报告.pdf", mime: "application/pdf" });
    const [shown] = hers.messages;
    expect(shown?.content).toMatchObject({ type: "file", name: "报告.pdf", size: file.size });
    expect(await isSame(await alice.client.download(shown!), file)).toBe(true); // FI3

    const received = await fileIn(await bob.timeline(id));
    expect(received).toMatchObject({ key, content: { name: "报告.pdf", mime: "application/pdf" } });
    const steps: number[] = [];
    const onProgress = (bytes: number) => void steps.push(bytes);
    expect(await isSame(await bob.client.download(received, { onProgress }), file)).toBe(true);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(file.size);
    expect(await isSame(await bob.client.download(received), file)).toBe(true); // from its cache

    const sent = alice.events.flatMap((event) => (event.type === "upload" ? [event.sent_bytes] : []));
    expect(sent[0]).toBe(0);
    expect(sent.at(-1)).toBe(file.size);
    expect(sent.length).toBeGreaterThan(2);
  });
});

test("OB10: words pass a file that is on its way, and the file goes on after cuts and a restart", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const file = fileOf(12 * MIB);
    await alice.goOffline();
    await alice.client.sendFile(id, { blob: file, name: "film.bin", mime: "application/octet-stream" });
    await alice.client.sendText(id, "it is long");
    const firstPiece = () => alice.events.some((event) => event.type === "upload" && event.sent_bytes > 0);
    await alice.goOnline();
    await until("a piece to be there", firstPiece);
    alice.network.cut();
    await alice.goOfflineAndReload();
    await alice.goOnline();

    const his = await bob.timeline(id);
    await until("the words", () => texts(his).includes("it is long"));
    const received = await fileIn(his);
    expect(await isSame(await bob.client.download(received), file)).toBe(true);
    const resumed = alice.events.findLast((event) => event.type === "upload");
    expect(resumed).toMatchObject({ sent_bytes: file.size });
  });
});

test("OB11: a file that is taken out is not sent, and holds no space here", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.goOffline();
    const key = await alice.client.sendFile(id, { blob: fileOf(MIB), name: "a", mime: "text/plain" });
    await alice.client.discard(key);
    expect(await alice.cache.get("blobs", key)).toBeUndefined();
    await alice.goOnline();
    await alice.client.sendText(id, "instead");
    const his = await bob.timeline(id);
    await until("the words", () => texts(his).includes("instead"));
    expect(his.messages).toHaveLength(1);
  });
});

test("FI1 FI2: a download that is cut goes on, waits without a network, and survives a restart", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const file = fileOf(20 * MIB);
    await alice.client.sendFile(id, { blob: file, name: "b", mime: "text/plain" });
    const received = await fileIn(await bob.timeline(id));

    const leaving = new AbortController();
    const first = bob.client.download(received, {
      signal: leaving.signal,
      onProgress: (bytes) => bytes > 9 * MIB && leaving.abort(new Error("the app is closed")),
    });
    await expect(first).rejects.toThrow("the app is closed");
    await bob.reload();
    await bob.online();

    const steps: number[] = [];
    const onProgress = (bytes: number) => void steps.push(bytes);
    expect(await isSame(await bob.client.download(received, { onProgress }), file)).toBe(true);
    expect(steps[0]).toBeGreaterThanOrEqual(8 * MIB);
    expect(
      await bob.cache.range("blobs", [received.content.blob_id!, 0], [received.content.blob_id!, Infinity]),
    ).toEqual([]);
  });
});

test("FI2: a download that is refused for good ends, and says why", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    await alice.client.sendFile(id, { blob: fileOf(MIB), name: "b", mime: "text/plain" });
    const received = await fileIn(await bob.timeline(id));
    const foreign = {
      ...received,
      content: { ...received.content, blob_id: `blb_${"x".repeat(43)}` as const },
    };
    await expect(bob.client.download(foreign)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("OB8: a video with its poster, a location and a contact card arrive as they were sent", async () => {
  await appStory(["alice", "bob"], async ({ alice, bob }) => {
    const id = await alice.client.openConversation(bobsAddress);
    const poster = {
      bytes: new Uint8Array([0xff, 0xd8, 0xff, 1]),
      mime: "image/jpeg",
      thumbhash: "",
    } as const;
    const shape = { mime: "video/mp4", width: 640, height: 360, duration_ms: 4_200 } as const;
    await alice.client.sendVideo(id, { blob: fileOf(MIB), poster, ...shape });
    await alice.client.sendLocation(id, {
      latitude: 39.9042,
      longitude: 116.4074,
      accuracy_m: 12,
      name: "天安门",
    });
    await alice.client.sendContactCard(id, { name: "Carol", address: `tel:${PEOPLE.carol.number}` });
    const his = await bob.timeline(id);
    await until("all to arrive", () => his.messages.length === 3);
    const contents = Object.fromEntries(his.messages.map(({ content }) => [content.type, content]));
    expect(contents).toMatchObject({
      video: { ...shape, size: MIB, poster: { mime: "image/jpeg", size: 4 } },
      location: { latitude: 39.9042, longitude: 116.4074, accuracy_m: 12, name: "天安门" },
      contact_card: { name: "Carol", address: `tel:${PEOPLE.carol.number}` },
    });
    const video = contents.video as Extract<MessageView["content"], { type: "video" }>;
    expect(await bob.client.media(id, video.poster.blob_id)).toEqual(poster.bytes);
  });
});
