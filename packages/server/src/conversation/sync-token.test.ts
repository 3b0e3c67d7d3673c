import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { TEXT_FRAME_BYTES_MAX } from "@feiliao/protocol/up";
import fc from "fast-check";
import { newId, systemRandom } from "../platform/random.ts";
import { Secret } from "../platform/secret.ts";
import type { Position } from "../store/conversation-store.ts";
import { PositionVector } from "./position-vector.ts";
import { INLINE_MAX, SyncBases } from "./sync-bases.ts";
import { NO_BASE, openSyncToken, type SyncBase, sealSyncToken } from "./sync-token.ts";

const secret = new Secret(systemRandom.bytes(32));
const ACCOUNT = "acc_alice";
const EPOCH = 3;

const conversations = (count: number) =>
  Array.from({ length: count }, () => newId<ConversationId>("conversation", systemRandom));

/** Most conversations are short, a few are very long. */
function positionIn(index: number): Position {
  const seq = Math.floor(2 ** ((index % 1_000) / 70));
  return { epoch: EPOCH, seq, chain: (index * 2_654_435_761) >>> 0, revision: seq + (index % 3) };
}

/** What a device keeps, and what the server makes of it. */
class Kept {
  token = "";
  base_text: string | null = null;
  #base: SyncBase = NO_BASE;
  readonly #bases = new SyncBases(secret);

  update(listed: readonly ConversationId[], positions: ReadonlyMap<ConversationId, Position>): void {
    const state = { epoch: EPOCH, account_position: 7, positions: PositionVector.of(listed, positions) };
    const next = this.#bases.next(ACCOUNT, this.#base, state.positions);
    this.#base = next.base;
    this.base_text = next.text ?? this.base_text;
    this.token = sealSyncToken(secret, ACCOUNT, state, next.base);
  }

  /** At a node that has met this device, or at one that has not. */
  opened(listed: readonly ConversationId[], bases = new SyncBases(secret)): Map<ConversationId, Position> {
    const token = openSyncToken(secret, ACCOUNT, this.token)!;
    expect(token).toMatchObject({ epoch: EPOCH, account_position: 7 });
    const base = bases.find(ACCOUNT, token.base_tag, this.base_text)!;
    return token.positions.over(base.positions).among(listed, EPOCH);
  }
}

test("D7 a token gives back the positions it was made of, whatever changed since its base", () => {
  const change = fc.record({ at: fc.nat({ max: 699 }), seq: fc.nat({ max: 100_000 }) });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 700 }),
      fc.array(fc.array(change, { maxLength: 250 }), { maxLength: 5 }),
      (count, rounds) => {
        const listed = conversations(count);
        const positions = new Map(listed.map((id, index) => [id, positionIn(index)]));
        const kept = new Kept();
        kept.update(listed, positions);
        for (const round of rounds) {
          for (const { at, seq } of round) {
            const id = listed[at];
            if (id) positions.set(id, { epoch: EPOCH, seq, chain: seq && seq + 1, revision: seq });
          }
          kept.update(listed, positions);
          expect(kept.opened(listed)).toEqual(positions);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("D7 a position that is no more is not brought back by the base", () => {
  const listed = conversations(3 * INLINE_MAX);
  const positions = new Map(listed.map((id, index) => [id, positionIn(index)]));
  const kept = new Kept();
  kept.update(listed, positions);
  positions.delete(listed[5]!);
  kept.update(listed, positions);
  expect(kept.opened(listed)).toEqual(positions);
});

test("conversations that share a short name are told apart, or told anew", () => {
  const listed = conversations(30_000); // about thirteen pairs share one
  const positions = new Map(listed.map((id, index) => [id, positionIn(index)]));
  const kept = new Kept();
  kept.update(listed, positions);
  expect(kept.opened(listed)).toEqual(positions);
  const fewer = listed.slice(0, 20_000);
  const opened = kept.opened(fewer);
  for (const [id, position] of opened) expect(position).toEqual(positions.get(id)!);
  expect(opened.size).toBeGreaterThan(19_900);
});

test("20,000 conversations fit into a frame, and a token after few changes into a packet", () => {
  const listed = conversations(20_000);
  const positions = new Map(listed.map((id, index) => [id, positionIn(index)]));
  const kept = new Kept();
  kept.update(listed, positions);
  expect(kept.base_text!.length + kept.token.length).toBeLessThan(TEXT_FRAME_BYTES_MAX - 1_000);
  const base = kept.base_text;
  for (const id of listed.slice(0, 20)) positions.set(id, positionIn(999));
  kept.update(listed, positions);
  expect(kept.base_text).toBe(base);
  expect(kept.token.length).toBeLessThan(500);
  expect(kept.opened(listed)).toEqual(positions);
});

test("a base is asked for where it is not known, and is nobody else's", () => {
  const listed = conversations(2 * INLINE_MAX);
  const kept = new Kept();
  kept.update(listed, new Map(listed.map((id, index) => [id, positionIn(index)])));
  const { base_tag } = openSyncToken(secret, ACCOUNT, kept.token)!;
  const elsewhere = new SyncBases(secret);
  expect(elsewhere.find(ACCOUNT, base_tag, null)).toBeNull();
  expect(elsewhere.find("acc_mallory", base_tag, kept.base_text)).toBeNull();
  expect(elsewhere.find(ACCOUNT, base_tag, kept.token)).toBeNull();
  expect(elsewhere.find(ACCOUNT, base_tag, kept.base_text)).not.toBeNull();
  expect(elsewhere.find(ACCOUNT, base_tag, null)).not.toBeNull();
  expect(openSyncToken(secret, "acc_mallory", kept.token)).toBeNull();
});
