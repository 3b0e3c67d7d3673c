import encodeQR from "qr";

/** Light modules around the code (ISO/IEC 18004, section 6.3.8). */
const QUIET_MODULES = 4;

/** A QR code as the path of its dark modules, in a square of `size` modules, the quiet zone included. */
export function qrPath(text: string): { path: string; size: number } {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET_MODULES });
  const path = rows.flatMap((row, y) =>
    darkRuns(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  return { path: path.join(""), size: rows.length };
}

/** Neighbouring dark modules of a row as one, so that no seam shows between them. */
function darkRuns(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1);
    if (dark && last && last[0] + last[1] === x) last[1]++;
    else if (dark) runs.push([x, 1]);
  }
  return runs;
}
