import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { AccountChange, BlobId, ConversationId, MessageChange } from "@feiliao/protocol";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { converse, type Device, story } from "@feiliao/testkit";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PNG = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);

let keys = 0;

async function write(device: Device, conversation_id: ConversationId, words: string): Promise<number> {
  const content = { type: "text", text: words } as const;
  const { seq } = await device.post("message/send", { conversation_id, client_id: `t${++keys}`, content });
  return seq;
}

function change(device: Device, conversation_id: ConversationId, what: MessageChange) {
  return device.post("message/change", { conversation_id, client_id: `c${++keys}`, change: what });
}

async function kept<Type extends AccountChange["type"]>(device: Device, type: Type) {
  const { account } = await device.post("sync/pull", {});
  return account.filter((item) => item.type === type) as Extract<AccountChange, { type: Type }>[];
}

async function sendPicture(
  device: Device,
  conversation_id: ConversationId,
): Promise<{ blob_id: BlobId; seq: number }> {
  const sha256 = createHash("sha256").update(PNG).digest("base64url");
  const { upload_id } = await device.post("media/start", { sha256, size: PNG.length });
  await device.fetch(`/v1/media/uploads/${upload_id}`, {
    method: "PATCH",
    headers: { "upload-offset": "0" },
    body: PNG,
  });
  const blob_id: BlobId = `blb_${sha256}`;
  const content = pictureOf(blob_id);
  const { seq } = await device.post("message/send", { conversation_id, client_id: `p${++keys}`, content });
  return { blob_id, seq };
}

function pictureOf(blob_id: BlobId) {
  const picture = {
    blob_id,
    mime: "image/png",
    size: PNG.length,
    width: 1,
    height: 1,
    thumbhash: "",
  } as const;
  return { type: "image" as const, ...picture };
}

test("MS1 a message is edited for 48 hours and recalled for 2 minutes, by its sender alone", async () => {
  const clock = new VirtualClock();
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const conversation_id = await converse(alice, bob);
      const target = await write(alice.device, conversation_id, "wrod");
      await write(bob.device, conversation_id, "what?");
      const edit = { type: "edit", target, text: "word" } as const;
      await expect(change(bob.device, conversation_id, edit)).rejects.toMatchObject({ code: "forbidden" });
      const recall = { type: "recall", target } as const;
      await expect(change(bob.device, conversation_id, recall)).rejects.toMatchObject({ code: "forbidden" });

      clock.advance(2 * MINUTE_MS + 1);
      await expect(change(alice.device, conversation_id, recall)).rejects.toMatchObject({ code: "too_late" });
      clock.advance(47 * HOUR_MS);
      await change(alice.device, conversation_id, edit);
      clock.advance(HOUR_MS);
      const late = change(alice.device, conversation_id, { ...edit, text: "words" });
      await expect(late).rejects.toMatchObject({ code: "too_late" });
      const { entries } = await bob.device.post("conversation/read", { conversation_id });
      expect(entries[0]).toMatchObject({ content: { text: "wrod" }, fold: { edit: { text: "word" } } });

      const slip = await write(alice.device, conversation_id, "slip");
      clock.advance(2 * MINUTE_MS);
      await change(alice.device, conversation_id, { type: "recall", target: slip });
      const again = change(alice.device, conversation_id, { type: "edit", target: slip, text: "slop" });
      await expect(again).rejects.toMatchObject({ code: "target_gone" });
    },
    { overrides: { clock } },
  );
});

test("MS2 D2 D4 a change is an entry like any other: once under its key, in the order of its device", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const content = { type: "text", text: "hello" } as const;
    await alice.device.post("message/send", { conversation_id, client_id: "a", content, device_seq: 1 });
    const like = { type: "reaction", target: 1, emoji: "👍" } as const;
    const call = { conversation_id, client_id: "b", change: like };
    const early = alice.device.post("message/change", { ...call, device_seq: 3 });
    await expect(early).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
    const first = await alice.device.post("message/change", { ...call, device_seq: 2 });
    await server.restart();
    expect(await alice.device.post("message/change", call)).toEqual(first);
    const other = { ...call, change: { ...like, emoji: "❤️" } };
    await expect(alice.device.post("message/change", other)).rejects.toMatchObject({
      code: "idempotency_conflict",
    });
    const { entries } = await bob.device.post("conversation/read", { conversation_id });
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(entries[0]!.fold).toEqual({ reactions: [{ emoji: "👍", accounts: [alice.device.account_id] }] });
  });
});

test("MS3 every wording can be read by members, the first one first, until the message is recalled", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    const seq = await write(alice.device, conversation_id, "one");
    for (const text of ["two", "three"]) {
      await write(bob.device, conversation_id, "between");
      await change(alice.device, conversation_id, { type: "edit", target: seq, text });
    }
    const { wordings } = await bob.device.post("message/history", { conversation_id, seq });
    expect(wordings.map(({ text }) => text)).toEqual(["one", "two", "three"]);
    const stranger = carol.device.post("message/history", { conversation_id, seq });
    await expect(stranger).rejects.toMatchObject({ code: "not_found" });
    await change(alice.device, conversation_id, { type: "recall", target: seq });
    const gone = bob.device.post("message/history", { conversation_id, seq });
    await expect(gone).rejects.toMatchObject({ code: "target_gone" });
    const { entries } = await bob.device.post("conversation/read", { conversation_id });
    expect(JSON.stringify(entries)).not.toMatch(/one|two|three/);
  });
});

test("MS4 what a person deletes for themselves is told to all their devices, and to nobody else", async () => {
  await story({ alice: 2, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    for (const words of ["one", "two", "three"]) await write(bob.device, conversation_id, words);
    const [phone, pc] = alice.devices;
    await phone!.call("message/hide", { conversation_id, seqs: [3, 1, 3] });
    const told = await pc!.event("account", ({ change }) => change.type === "hidden");
    expect(told.change).toMatchObject({ conversation_id, seqs: [1, 3] });
    await phone!.call("message/hide", { conversation_id, seqs: [1, 3] });
    await phone!.call("conversation/clear", { conversation_id, up_to: 2 });
    await phone!.call("conversation/clear", { conversation_id, up_to: 1 });
    const tablet = await alice.addDevice();
    expect(await kept(tablet, "hidden")).toMatchObject([{ conversation_id, seqs: [1, 3] }]);
    expect(await kept(tablet, "cleared")).toMatchObject([{ conversation_id, up_to: 2 }]);
    expect(await kept(bob.device, "hidden")).toEqual([]);
    const { entries } = await bob.device.post("conversation/read", { conversation_id });
    expect(entries).toHaveLength(3);
    const foreign = carol.device.post("message/hide", { conversation_id, seqs: [1] });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    const clear = carol.device.post("conversation/clear", { conversation_id, up_to: 1 });
    await expect(clear).rejects.toMatchObject({ code: "not_found" });
  });
});

test("MS5 a draft is told to the person's devices; one that comes later learns the last one only", async () => {
  await story({ alice: 2, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    await write(bob.device, conversation_id, "when?");
    for (const text of ["tom", "tomorrow"]) {
      await alice.device.call("draft/set", { conversation_id, text, reply_to: 1 });
    }
    const last = { conversation_id, text: "tomorrow", reply_to: 1, device_id: alice.device.device_id };
    const told = await alice.devices[1]!.event(
      "account",
      ({ change }) => change.type === "draft" && change.text === "tomorrow",
    );
    expect(told.change).toMatchObject(last);
    expect(await kept(await alice.addDevice(), "draft")).toMatchObject([last]);
    expect(await kept(bob.device, "draft")).toEqual([]);
    const foreign = carol.device.post("draft/set", { conversation_id, text: "hello" });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  });
});

test("MS6 a favourite is a copy in the present wording that stays when its message goes, its files included", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    const seq = await write(bob.device, conversation_id, "helo");
    await change(bob.device, conversation_id, { type: "edit", target: seq, text: "hello" });
    const picture = await sendPicture(bob.device, conversation_id);
    const favour = (favourite_id: string, message: { conversation_id: ConversationId; seq: number } | null) =>
      alice.device.post("favourite/set", { favourite_id, message });
    await favour("words", { conversation_id, seq });
    await favour("picture", { conversation_id, seq: picture.seq });
    for (const target of [seq, picture.seq]) {
      await change(bob.device, conversation_id, { type: "recall", target });
    }
    expect(await kept(alice.device, "favourite")).toMatchObject([
      { favourite_id: "words", kept: { sender_name: bob.name, content: { type: "text", text: "hello" } } },
      { favourite_id: "picture", kept: { sender: bob.device.account_id, content: { type: "image" } } },
    ]);
    const own = await alice.device.fetch(`/v1/media/me/${picture.blob_id}`);
    expect(new Uint8Array(await own.arrayBuffer())).toEqual(PNG);
    const there = await alice.device.fetch(`/v1/media/${conversation_id}/${picture.blob_id}`);
    expect(there.status).toBe(404);
    await expect(favour("gone", { conversation_id, seq })).rejects.toMatchObject({ code: "target_gone" });
    await favour("words", null);
    const left = await kept(alice.device, "favourite");
    expect(left.filter(({ kept }) => kept !== null).map((item) => item.favourite_id)).toEqual(["picture"]);
    const message = { conversation_id, seq: picture.seq };
    const foreign = carol.device.post("favourite/set", { favourite_id: "x", message });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  });
});

test("MS6 an account has at most 2,000 favourites, and one that is removed makes room", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const seq = await write(bob.device, conversation_id, "hello");
    const { account_id } = alice.device;
    const copy = {
      ...{ conversation_id, seq, sender: account_id, sender_name: null, at: 1 },
      content: { type: "text", text: "hello" },
    } as const;
    await Promise.all(
      Array.from({ length: 2_000 }, (_, index) =>
        server.server.store.accounts.keep(account_id, `favourite f${index}`, {
          type: "favourite",
          favourite_id: `f${index}`,
          kept: copy,
        }),
      ),
    );
    const message = { conversation_id, seq };
    const more = () => alice.device.post("favourite/set", { favourite_id: "more", message });
    await expect(more()).rejects.toMatchObject({ code: "limit_reached" });
    await alice.device.post("favourite/set", { favourite_id: "f7", message });
    await alice.device.post("favourite/set", { favourite_id: "f7", message: null });
    await more();
  });
});

test("MS7 files of a message that one may read are passed on without uploading them, those of others are not", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await converse(alice, bob);
    const { seq, blob_id } = await sendPicture(alice.device, conversation_id);
    const onward = await converse(bob, carol);
    const pass = (client_id: string) =>
      bob.device.post("message/send", { conversation_id: onward, client_id, content: pictureOf(blob_id) });
    await expect(pass("before")).rejects.toMatchObject({ code: "media_missing" });
    await bob.device.post("media/adopt", { conversation_id, seq });
    await pass("after");
    const seen = await carol.device.fetch(`/v1/media/${onward}/${blob_id}`);
    expect(seen.status).toBe(200);
    const foreign = carol.device.post("media/adopt", { conversation_id, seq });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    await change(alice.device, conversation_id, { type: "recall", target: seq });
    const gone = bob.device.post("media/adopt", { conversation_id, seq });
    await expect(gone).rejects.toMatchObject({ code: "target_gone" });
  });
});

test("MS8 where messages disappear, who wrote one learns from the answer when, also when it is repeated", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const hour_s = 3_600;
    await bob.device.post("group/set", { conversation_id, client_id: "set", disappear_after_s: hour_s });
    const told = '"expires_in_s":5}';
    const content = { type: "text", text: told } as const;
    const send = () => alice.device.post("message/send", { conversation_id, client_id: "a", content });
    expect(await send()).toMatchObject({ expires_in_s: hour_s });
    expect(await send()).toMatchObject({ expires_in_s: hour_s });
    const pushed = await bob.device.event("entry", ({ entry }) => entry.content.type === "text");
    expect(pushed.entry.content).toEqual({ ...content, expires_in_s: hour_s });
    await bob.device.post("group/set", { conversation_id, client_id: "unset", disappear_after_s: 0 });
    const stays = alice.device.post("message/send", { conversation_id, client_id: "b", content });
    expect(await stays).not.toHaveProperty("expires_in_s");
  });
});
