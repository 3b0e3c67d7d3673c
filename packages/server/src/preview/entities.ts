/** The named character references that titles are written with; the others stay as they are. */
const NAMED: Record<string, string | undefined> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  middot: "·",
  bull: "•",
  copy: "©",
  reg: "®",
  trade: "™",
  times: "×",
  yen: "¥",
  euro: "€",
};
const CODE_POINT_MAX = 0x10ffff;

/** Text with its character references replaced (WHATWG HTML, "named character references"). */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    return code > 0 && code <= CODE_POINT_MAX && !surrogate ? String.fromCodePoint(code) : "\ufffd";
  });
}
