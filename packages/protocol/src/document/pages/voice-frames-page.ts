import {
  encodeVoiceFrame,
  PACKET_MS,
  VOICE_FRAME_BYTES_MAX,
  VOICE_KIND,
  VOICE_PACKET_BYTES_MAX,
  VOICE_PACKETS_PER_FRAME_MAX,
  type VoiceFrame,
  type VoiceKind,
} from "../../voice-frame.ts";
import { type Block, heading, list, type Page, paragraph, table } from "../page.ts";
import { operationLink } from "../prose.ts";
import { bytesText } from "./bytes-text.ts";

const KINDS: Record<VoiceKind, { from: string; packet: string; doc: string }> = {
  packets: {
    from: "talker → server, server → listener",
    packet: "number of the first packet in the frame",
    doc: "Sound, as it is spoken. The first packet of a talk is number 0.",
  },
  stored: {
    from: "server → talker",
    packet: "number of the packet that is due",
    doc: "Everything before it is on disk, so the talker may forget it.",
  },
  gap: {
    from: "server → listener",
    packet: "number of the next packet that will come",
    doc: "The packets before it will not come on this socket; fetch them when the talk has ended.",
  },
  end: { from: "server → listener", packet: "how many packets the talk has", doc: "The talk has ended." },
};

export function voiceFramesPage(): Page {
  return {
    slug: "voice-frames",
    title: "Voice frames",
    part: "wire",
    blocks: [...layout(), ...kinds(), ...life(), ...examples()],
  };
}

function layout(): Block[] {
  return [
    paragraph(
      "Binary frames on the socket carry voice, in both directions, with one header. Numbers are big-endian.",
    ),
    heading(2, "Layout", "voice-frame"),
    table(
      ["Offset", "Field", "Size", "What it is"],
      [
        ["0", "kind", "u8", "see below"],
        ["1", "flags", "u8", "bit 0: sealed, a key id and a counter follow the header; the others are 0"],
        [
          "2",
          "handle",
          "u32",
          "bound to a talk by [talk/start](talk#talk-start) or by the [talk](events#event-talk) event",
        ],
        ["6", "packet", "u32", "a packet's number or a count, by kind"],
        ["10", "key id, counter", "u32, u64", "only when sealed"],
        ["then", "count", "u8", `only in \`packets\`: how many follow, 1–${VOICE_PACKETS_PER_FRAME_MAX}`],
        ["then", "packets", "count × (u16 length, bytes)", "only in `packets`"],
      ],
    ),
    list(
      `A packet is ${PACKET_MS} ms of mono sound at 48 kHz in Opus (RFC 6716), 1–${VOICE_PACKET_BYTES_MAX.toLocaleString("en-US")} bytes.`,
      `A frame has at most ${bytesText(VOICE_FRAME_BYTES_MAX)}.`,
      "Sealed frames are for end-to-end encryption and not used yet.",
    ),
  ];
}

function kinds(): Block[] {
  const names = Object.keys(VOICE_KIND) as VoiceKind[];
  const rows = names.map((name) => {
    const { from, packet, doc } = KINDS[name];
    return [String(VOICE_KIND[name]), `\`${name}\``, from, packet, doc];
  });
  return [
    heading(2, "Kinds", "voice-kinds"),
    table(["Value", "Kind", "From → to", "`packet` is", "What it says"], rows),
  ];
}

function life(): Block[] {
  return [
    heading(2, "A voice message's life", "voice-life"),
    list(
      `The talker sends ${operationLink("talk/start")} with a \`handle\` of its choice, and \`packets\` frames right behind it.`,
      "The server answers `stored` as packets reach the disk. The talker keeps every packet until then.",
      `Who attends the conversation gets a [talk](events#event-talk) event with a handle of the server's choice, and the frames as they are spoken.`,
      `When the socket breaks, the talker sends ${operationLink("talk/start")} again with the same \`client_id\` and goes on at \`next_packet\`; a listener names the talk in \`resume\` of ${operationLink("conversation/attend")}.`,
      `${operationLink("talk/end")} seals the talk. A talker who vanishes leaves what has arrived, with the outcome \`interrupted\`.`,
    ),
  ];
}

function examples(): Block[] {
  return [
    heading(2, "Examples", "voice-examples"),
    frameExample("Two packets, of three and two bytes, from packet 4 on:", {
      kind: "packets",
      handle: 7,
      packet: 4,
      packets: [Uint8Array.of(0xf8, 0xff, 0xfe), Uint8Array.of(0xf8, 0x01)],
    }),
    frameExample("Everything up to packet 5 is on disk:", {
      kind: "stored",
      handle: 7,
      packet: 6,
      packets: [],
    }),
    frameExample("The end of a talk of 120 packets:", { kind: "end", handle: 7, packet: 120, packets: [] }),
  ].flat();
}

function frameExample(title: string, frame: VoiceFrame): Block[] {
  const text = [...encodeVoiceFrame(frame)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return [paragraph(title), { kind: "code", language: "text", text }];
}
