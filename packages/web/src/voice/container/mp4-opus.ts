import { PACKET_SAMPLES, PRE_SKIP_SAMPLES, SAMPLE_RATE } from "../opus-stream.ts";
import { ascii, type Bytes, concat } from "./bytes.ts";
import { box, fullBox, u8, u16, u32, u32List, zeros } from "./mp4-box.ts";

// Section numbers without a name are those of ISO/IEC 14496-12 (the ISO base media file format); "Opus in ISOBMFF"
// is "Encapsulation of Opus in ISO Base Media File Format", version 0.8.1.

const TRACK = 1;

/** §8.3.2: enabled, in the movie, in the preview. */
const TRACK_FLAGS = 7;

/** §6.2.2: no rotation, no scaling, 16.16 and 2.30 fixed point. */
const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** Opus in ISOBMFF §4.3.6.2: 80 ms to converge after a seek, counted backwards in packets. */
const ROLL_DISTANCE = -4;

/** Puts Opus packets of 20 ms, 48 kHz mono, into an MP4 file. The packets stay bit for bit the same. */
export function mp4Opus(packets: readonly Uint8Array[]): Bytes {
  if (packets.length === 0) throw new RangeError("an MP4 track has at least one packet");
  const type = box("ftyp", ascii("isom"), u32(512), ascii("isomiso2mp41"));
  // The movie's size does not depend on the offset in it: measure it first, then write it.
  const mediaOffset = type.length + movie(packets, 0).length + 8;
  return concat([type, movie(packets, mediaOffset), box("mdat", ...packets)]);
}

function movie(packets: readonly Uint8Array[], mediaOffset: number): Bytes {
  const heard = packets.length * PACKET_SAMPLES - PRE_SKIP_SAMPLES;
  return box("moov", movieHeader(heard), track(packets, heard, mediaOffset));
}

/** §8.2.2. */
function movieHeader(heard: number): Bytes {
  return fullBox(
    "mvhd",
    0,
    0,
    u32(0, 0, SAMPLE_RATE, heard),
    u32(0x10000), // rate 1.0
    u16(0x100), // volume 1.0
    zeros(10),
    UNITY_MATRIX,
    zeros(24),
    u32(TRACK + 1), // next track
  );
}

function track(packets: readonly Uint8Array[], heard: number, mediaOffset: number): Bytes {
  return box(
    "trak",
    trackHeader(heard),
    // §8.6.6: play from after the pre-skip, at rate 1.
    box("edts", fullBox("elst", 0, 0, u32(1, heard, PRE_SKIP_SAMPLES), u16(1, 0))),
    box(
      "mdia",
      fullBox("mdhd", 0, 0, u32(0, 0, SAMPLE_RATE, packets.length * PACKET_SAMPLES), u16(0x55c4, 0)), // language "und"
      fullBox("hdlr", 0, 0, u32(0), ascii("soun"), zeros(12), ascii("\0")),
      box(
        "minf",
        fullBox("smhd", 0, 0, u16(0, 0)),
        box("dinf", fullBox("dref", 0, 0, u32(1), fullBox("url ", 0, 1))), // the media is in this file
        sampleTable(packets, mediaOffset),
      ),
    ),
  );
}

/** §8.3.2. */
function trackHeader(heard: number): Bytes {
  return fullBox(
    "tkhd",
    0,
    TRACK_FLAGS,
    u32(0, 0, TRACK, 0, heard),
    zeros(8),
    u16(0, 0, 0x100, 0), // layer, group, volume 1.0
    UNITY_MATRIX,
    u32(0, 0), // no width, no height
  );
}

/** §8.5.1: one chunk that holds every packet, each of the same duration. */
function sampleTable(packets: readonly Uint8Array[], mediaOffset: number): Bytes {
  const count = packets.length;
  return box(
    "stbl",
    fullBox("stsd", 0, 0, u32(1), opusSampleEntry()),
    fullBox("stts", 0, 0, u32(1, count, PACKET_SAMPLES)),
    fullBox("stsc", 0, 0, u32(1, 1, count, 1)),
    fullBox("stsz", 0, 0, u32(0, count), u32List(packets.map((packet) => packet.length))),
    fullBox("stco", 0, 0, u32(1, mediaOffset)),
    fullBox("sgpd", 1, 0, ascii("roll"), u32(2, 1), u16(ROLL_DISTANCE)),
    fullBox("sbgp", 0, 0, ascii("roll"), u32(1, count, 1)),
  );
}

/** Opus in ISOBMFF §4.3.1 and §4.3.2. */
function opusSampleEntry(): Bytes {
  const decoderSetup = box("dOps", u8(0, 1), u16(PRE_SKIP_SAMPLES), u32(SAMPLE_RATE), u16(0), u8(0));
  return box(
    "Opus",
    zeros(6),
    u16(1), // data reference
    zeros(8),
    u16(1, 16), // channels, bits per sample
    zeros(4),
    u32(SAMPLE_RATE * 2 ** 16), // 16.16 fixed point
    decoderSetup,
  );
}
