export type Element = string | number | boolean | null;

/** One row: its columns. */
export type Tuple = readonly Element[];

/**
 * A PostgreSQL array as text (PostgreSQL manual, 8.15.6), to be cast in the statement: `$1::text[]`. One array
 * a column is how many rows travel in one parameter each, whatever their number.
 */
export function arrayOf(elements: readonly Element[]): string {
  return `{${elements.map(literal).join(",")}}`;
}

function literal(element: Element): string {
  if (element === null) return "NULL";
  if (typeof element !== "string") return String(element);
  return `"${element.replace(/["\\]/g, "\\$&")}"`;
}

/** The columns of rows that are tuples, each as an array literal. */
export function columnsOf(rows: readonly Tuple[]): string[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => arrayOf(rows.map((row) => row[column]!)));
}

/** Bytes as an element, to be cast to bytea (PostgreSQL manual, 8.4.1). */
export function byteaOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}
