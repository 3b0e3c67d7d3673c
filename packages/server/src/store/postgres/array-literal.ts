type Element = string | number | boolean | null;

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
export function columnsOf(rows: readonly (readonly Element[])[]): string[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => arrayOf(rows.map((row) => row[column]!)));
}
