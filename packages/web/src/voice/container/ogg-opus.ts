import { PACKET_SAMPLES, PRE_SKIP_SAMPLES, SAMPLE_RATE } from "../opus-stream.ts";
import { ascii, type Bytes, concat } from "./bytes.ts";
import { encodeOggPage, PAGE_FLAG, SEGMENTS_MAX, segmentsOf } from "./ogg-page.ts";

/** RFC 7845 §6 advises against pages longer than a second: a seek lands on a page. */
const PACKETS_PER_PAGE_MAX = 50;

/** Any number will do: the file has one stream. */
const SERIAL = 1;

/** Puts Opus packets of 20 ms, 48 kHz mono, into an Ogg file (RFC 7845). The packets stay bit for bit the same. */
export function oggOpus(packets: readonly Uint8Array[]): Bytes {
  if (packets.length === 0) throw new RangeError("an Ogg Opus stream has at least one packet");
  const pages = pagesOf(packets);
  const header = { granule_position: 0, serial: SERIAL };
  const encoded = [
    encodeOggPage({ ...header, flag: PAGE_FLAG.first, sequence: 0, packets: [opusHead()] }),
    encodeOggPage({ ...header, flag: PAGE_FLAG.none, sequence: 1, packets: [opusTags()] }),
  ];
  let samples = 0;
  for (const [index, page] of pages.entries()) {
    samples += page.length * PACKET_SAMPLES;
    encoded.push(
      encodeOggPage({
        flag: index === pages.length - 1 ? PAGE_FLAG.last : PAGE_FLAG.none,
        granule_position: samples,
        serial: SERIAL,
        sequence: index + 2,
        packets: page,
      }),
    );
  }
  return concat(encoded);
}

/** Whole packets only, as many as fit: none continues on the next page. */
function pagesOf(packets: readonly Uint8Array[]): Uint8Array[][] {
  const pages: Uint8Array[][] = [[]];
  let segments = 0;
  for (const packet of packets) {
    const size = segmentsOf(packet);
    if (segments + size > SEGMENTS_MAX || pages.at(-1)!.length === PACKETS_PER_PAGE_MAX) {
      pages.push([]);
      segments = 0;
    }
    pages.at(-1)!.push(packet);
    segments += size;
  }
  return pages;
}

/** RFC 7845 §5.1. */
function opusHead(): Bytes {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii("OpusHead"));
  view.setUint8(8, 1); // version
  view.setUint8(9, 1); // channels
  view.setUint16(10, PRE_SKIP_SAMPLES, true);
  view.setUint32(12, SAMPLE_RATE, true);
  return head; // output gain 0, channel mapping family 0
}

/** RFC 7845 §5.2: a vendor string and no comments. */
function opusTags(): Bytes {
  const vendor = ascii("Feiliao");
  const vendorLength = Uint8Array.of(vendor.length, 0, 0, 0); // little-endian
  return concat([ascii("OpusTags"), vendorLength, vendor, new Uint8Array(4)]);
}
