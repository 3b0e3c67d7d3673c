import {
  type Concatenation,
  concatenationElement,
  concatenationOf,
  decodeText,
  encodeText,
  readUserData,
  segment,
  type TextCoding,
  units,
  unpackSeptets,
  writeUserData,
} from "../../src/text/index.ts";
import { promise, promiseEqual } from "../promise.ts";
import type { FuzzTarget } from "../target.ts";

const CODINGS: readonly TextCoding[] = ["gsm7", "ascii", "latin1", "utf8", "ucs2", "gb18030"];
const TEXTS = ["Hello, 0123", "{[€]}~^|\\", "飞聊，你好", "a\u{1f600}飞", "\u{ffff}\u{10ffff}\n"];

/** Any bytes are a text; one that can be written again is read again as the same. */
function textTarget(coding: TextCoding): FuzzTarget {
  return {
    name: `text ${coding}`,
    corpus: TEXTS.map((text) => encodeText(coding, text) ?? encodeText("utf8", text)!),
    run(input) {
      const text = decodeText(coding, input);
      promise(text.isWellFormed(), "texts are well formed");
      const written = encodeText(coding, text);
      if (written) promiseEqual(decodeText(coding, written), text, "what is written can be read");
      return written ? kindOf(text) : "not written";
    },
  };
}

/** Any text, signed or not, is cut into parts that make it again. */
const segments: FuzzTarget = {
  name: "segments",
  corpus: TEXTS.flatMap((text) => [text, text.repeat(20)]).map((text) => encodeText("ucs2", text)!),
  run(input) {
    const text = decodeText("ucs2", input);
    const kinds = [true, false].map((gsm7) => {
      const parts = segment(text, { gsm7, ref: input.length % 256 });
      const contents = parts.map(({ user_data, has_header }) =>
        has_header ? readUserData(user_data).content : user_data,
      );
      const coding = parts[0]!.coding as TextCoding;
      const joined = contents.map((content) => decodeText(coding, content)).join("");
      promiseEqual(joined, text, "the parts make the text again");
      promise(parts.length === units(text, { gsm7 }), "there are as many parts as units");
      return `${coding} ${parts.length}`;
    });
    return kinds.join();
  },
};

const PLACES: readonly Concatenation[] = [
  { ref: 7, ref_bits: 8, part: 2, parts: 3 },
  { ref: 300, ref_bits: 16, part: 1, parts: 2 },
];

/** Any bytes have a header that is written as it was read, and perhaps a place in a long message. */
const userData: FuzzTarget = {
  name: "user data header",
  corpus: PLACES.map((place) =>
    writeUserData({
      elements: [concatenationElement(place), { id: 5, data: Uint8Array.of(0x0b, 0x84, 0x23, 0xf0) }],
      content: Uint8Array.of(0x41, 0x42),
    }),
  ),
  run(input) {
    const read = readUserData(input);
    promiseEqual(readUserData(writeUserData(read)), read, "a header is written as it was read");
    const place = concatenationOf(read.elements);
    if (place) promise(place.part >= 1 && place.part <= place.parts, "a part is one of its message");
    return `${read.elements.length} ${place?.ref_bits}`;
  },
};

const septets: FuzzTarget = {
  name: "packed septets",
  corpus: [Uint8Array.of(0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37)],
  run(input) {
    const unpacked = unpackSeptets(input.subarray(2), input[0] ?? 0, (input[1] ?? 0) % 7);
    promise(
      unpacked.every((septet) => septet < 0x80),
      "septets have seven bits",
    );
    return String(unpacked.length);
  },
};

export const TEXT_TARGETS: readonly FuzzTarget[] = [...CODINGS.map(textTarget), segments, userData, septets];

/** Which scripts are in it, roughly. */
function kindOf(text: string): string {
  const high = new Set([...text].map((character) => character.codePointAt(0)! >> 12));
  return `${Math.min(text.length, 8)} ${[...high].sort().join()}`;
}
