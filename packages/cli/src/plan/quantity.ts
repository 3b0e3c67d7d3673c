const MULTIPLES = { "": 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, B: 1e9, T: 1e12 } as const;

/** Reads `300M`, `1.5k` or `20000`. @throws for anything else, and for what is negative */
export function parseCount(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kKMGBT]?)$/.exec(text.replaceAll(/[_,]/g, ""));
  if (!match) throw new Error(`${JSON.stringify(text)} is not a number such as 40, 1.5k or 300M`);
  return Number(match[1]) * MULTIPLES[match[2] as keyof typeof MULTIPLES];
}

/** Reads `40%` or `0.4` as 0.4. @throws for anything outside 0 to 100 % */
export function parseShare(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text);
  const share = match ? Number(match[1]) / (match[2] ? 100 : 1) : Number.NaN;
  if (!(share >= 0 && share <= 1))
    throw new Error(`${JSON.stringify(text)} is not a share such as 40% or 0.4`);
  return share;
}

/** Reads `200KB`, `4TB` or a plain number of bytes; decimal multiples, as disks are sold. */
export function parseBytes(text: string): number {
  return parseCount(text.replace(/B$/, ""));
}

const VALUE_SHOWN_MIN = 0.01;
const SHARE_SHOWN_MIN = 0.001;

/** Three significant digits and a multiple: 1.23M. */
export function formatCount(value: number): string {
  return scaled(value, [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ]);
}

export function formatShare(value: number): string {
  return value > 0 && value < SHARE_SHOWN_MIN ? "<0.1%" : `${Number((value * 100).toPrecision(3))}%`;
}

export function formatBytes(value: number): string {
  const steps: [number, string][] = [
    [1e15, " PB"],
    [1e12, " TB"],
    [1e9, " GB"],
    [1e6, " MB"],
    [1e3, " KB"],
  ];
  return scaled(value, steps, " B");
}

export function formatBitsPerSecond(bytes_per_s: number): string {
  const steps: [number, string][] = [
    [1e12, " Tbit/s"],
    [1e9, " Gbit/s"],
    [1e6, " Mbit/s"],
    [1e3, " kbit/s"],
  ];
  return scaled(bytes_per_s * 8, steps, " bit/s");
}

function scaled(value: number, steps: readonly [number, string][], unit = ""): string {
  if (value > 0 && value < VALUE_SHOWN_MIN) return `<${VALUE_SHOWN_MIN}${unit}`;
  const step = steps.find(([size]) => value >= size);
  const [size, suffix] = step ?? [1, unit];
  return `${Number((value / size).toPrecision(3))}${suffix}`;
}
