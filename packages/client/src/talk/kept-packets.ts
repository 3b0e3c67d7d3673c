import { packPackets, readPackets } from "@feiliao/protocol/voice-frame";
import type { Cache, CacheChange } from "../cache/port.ts";
import { deletePackets, type PacketsRecord, packetRange, putPackets } from "../cache/records.ts";
import { PacketBuffer } from "./packet-buffer.ts";

type Span = Pick<PacketsRecord, "first" | "count">;

/** The cached copy of a talk's packets. Those that the server stored before they were saved are never written. */
export class KeptPackets {
  readonly #cache: Cache;
  readonly #client_id: string;
  #spans: Span[];

  constructor(cache: Cache, client_id: string, spans: Span[] = []) {
    this.#cache = cache;
    this.#client_id = client_id;
    this.#spans = spans;
  }

  /** What is left of a talk from before the page was reloaded. */
  static async load(cache: Cache, client_id: string): Promise<{ packets: PacketBuffer; kept: KeptPackets }> {
    const records = await cache.range<PacketsRecord>("packets", ...packetRange(client_id));
    const packets = new PacketBuffer(records[0]?.first ?? 0);
    for (const record of records) {
      for (const packet of readPackets(record.packed)) packets.push(packet);
    }
    return { packets, kept: new KeptPackets(cache, client_id, records) };
  }

  /** Writes what is not written yet. */
  async save(packets: PacketBuffer): Promise<void> {
    const last = this.#spans.at(-1);
    const first = Math.max(packets.first, last ? last.first + last.count : 0);
    const unsaved = packets.slice(first);
    if (unsaved.length === 0) return;
    const record = { first, count: unsaved.length, packed: packPackets(unsaved) };
    this.#spans.push({ first, count: unsaved.length });
    await this.#cache.write([putPackets(this.#client_id, record)]);
  }

  /** Deletes what the server has. */
  async dropBefore(packet: number): Promise<void> {
    const isStored = ({ first, count }: Span) => first + count <= packet;
    const stored = this.#spans.filter(isStored);
    if (stored.length === 0) return;
    this.#spans = this.#spans.filter((span) => !isStored(span));
    await this.#cache.write(stored.map(({ first }) => deletePackets(this.#client_id, first)));
  }

  /** What it takes to forget them all. */
  clear(): CacheChange[] {
    const changes = this.#spans.map(({ first }) => deletePackets(this.#client_id, first));
    this.#spans = [];
    return changes;
  }
}
