import type { ConversationId } from "@feiliao/protocol";
import type { Position } from "../store/conversation-store.ts";
import type { ByteReader, ByteWriter } from "./varint.ts";

/**
 * Conversations are named by 25 bits of a hash of their id, so that a whole account is sorted into few bytes: at
 * 20,000 conversations the step from one to the next takes two.
 */
const NAME_SHIFT = 7;

function nameOf(id: ConversationId): number {
  return Bun.hash.xxHash32(id) >>> NAME_SHIFT;
}

type Place = Omit<Position, "epoch">;

/**
 * Positions in many conversations of one epoch, by their short names. Conversations that share a name stand in the
 * order of their ids. Once another one with that name is listed, nobody can tell them apart any more: then all of
 * them have no position, and are told anew, once.
 */
export class PositionVector {
  readonly #places: ReadonlyMap<number, readonly Place[]>;

  private constructor(places: ReadonlyMap<number, readonly Place[]>) {
    this.#places = places;
  }

  static readonly NONE = new PositionVector(new Map());

  /** `listed`: all conversations of the account that have a position or may get one. */
  static of(
    listed: readonly ConversationId[],
    positions: ReadonlyMap<ConversationId, Position>,
  ): PositionVector {
    const places = new Map<number, readonly Place[]>();
    const shared = sharedNames(listed);
    for (const id of listed) {
      const name = nameOf(id);
      const position = positions.get(id);
      if (position && !shared.has(name)) places.set(name, [position]);
    }
    for (const [name, ids] of shared) {
      const known = ids.map((id) => positions.get(id)).filter((position) => position !== undefined);
      if (known.length === ids.length) places.set(name, known);
    }
    return new PositionVector(places);
  }

  get size(): number {
    return this.#places.size;
  }

  /** The positions as those of these conversations. */
  among(listed: readonly ConversationId[], epoch: number): Map<ConversationId, Position> {
    const positions = new Map<ConversationId, Position>();
    const take = (name: number, ids: readonly ConversationId[]) => {
      const places = this.#places.get(name);
      if (places?.length !== ids.length) return;
      for (const [index, id] of ids.entries()) {
        const { seq, chain, revision } = places[index]!;
        positions.set(id, { epoch, seq, chain, revision });
      }
    };
    const shared = sharedNames(listed);
    for (const id of listed) if (!shared.has(nameOf(id))) take(nameOf(id), [id]);
    for (const [name, ids] of shared) take(name, ids);
    return positions;
  }

  /** These positions, and those of `base` for the names that are not here. */
  over(base: PositionVector): PositionVector {
    if (base.size === 0) return this;
    return new PositionVector(new Map([...base.#places, ...this.#places]));
  }

  /** Whether it has a position for every name of `base`, so that the difference says everything. */
  covers(base: PositionVector): boolean {
    for (const name of base.#places.keys()) if (!this.#places.has(name)) return false;
    return true;
  }

  /** What is different from `base`, which it covers. */
  since(base: PositionVector): PositionVector {
    const changed = [...this.#places].filter(([name, places]) => !areSame(places, base.#places.get(name)));
    return new PositionVector(new Map(changed));
  }

  write(writer: ByteWriter): void {
    const sorted = [...this.#places].sort(([a], [b]) => a - b);
    writer.varint(sorted.reduce((count, [, places]) => count + places.length, 0));
    let previous = 0;
    for (const [name, places] of sorted) {
      for (const { seq, revision, chain } of places) {
        writer.varint(name - previous);
        writer.varint(seq);
        writer.varint(revision);
        if (seq > 0) writer.uint32(chain);
        previous = name;
      }
    }
  }

  static read(reader: ByteReader): PositionVector {
    const places = new Map<number, Place[]>();
    let name = 0;
    for (let left = reader.varint(); left > 0; left--) {
      name += reader.varint();
      const [seq, revision] = [reader.varint(), reader.varint()];
      const place = { seq, revision, chain: seq > 0 ? reader.uint32() : 0 };
      const known = places.get(name);
      if (known) known.push(place);
      else places.set(name, [place]);
    }
    return new PositionVector(places);
  }
}

/** The few names that several conversations share, with those in the order of their ids. */
function sharedNames(ids: readonly ConversationId[]): Map<number, ConversationId[]> {
  const names = Uint32Array.from(ids, nameOf).sort();
  const shared = new Map<number, ConversationId[]>();
  for (const [index, name] of names.entries()) if (name === names[index + 1]) shared.set(name, []);
  if (shared.size > 0) for (const id of ids) shared.get(nameOf(id))?.push(id);
  for (const group of shared.values()) group.sort();
  return shared;
}

function areSame(places: readonly Place[], others: readonly Place[] | undefined): boolean {
  return (
    places.length === others?.length &&
    places.every(({ seq, revision, chain }, index) => {
      const other = others[index]!;
      return seq === other.seq && revision === other.revision && chain === other.chain;
    })
  );
}
