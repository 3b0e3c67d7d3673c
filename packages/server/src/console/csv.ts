const BYTE_ORDER_MARK = /^\uFEFF/;

/** A file that cannot be read as what it should be; the message says where, in words for the operator. */
export class CsvError extends Error {}

/**
 * Rows by the names of their columns, which the first line says (RFC 4180; a semicolon separates as well, and so does a tab).
 *
 * @throws {CsvError} without a column that is asked for, or when a quote is not closed
 */
export function readCsv<Column extends string>(
  text: string,
  columns: readonly Column[],
): { line: number; of: Record<Column, string> }[] {
  const [head, ...rows] = cells(text.replace(BYTE_ORDER_MARK, ""));
  const names = namesIn(head);
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new CsvError(`the first line names no column ${missing.join(", ")}`);
  return rows
    .filter((row) => row.cells.some((cell) => cell !== ""))
    .map((row) => ({
      line: row.line,
      of: Object.fromEntries(
        columns.map((column) => [column, (row.cells[names.indexOf(column)] ?? "").trim()]),
      ) as Record<Column, string>,
    }));
}

/** Whether the first line names it. */
export function hasColumn(text: string, column: string): boolean {
  const [first = ""] = text.replace(BYTE_ORDER_MARK, "").split("\n", 1);
  return namesIn(cells(first)[0]).includes(column);
}

function namesIn(head: { cells: string[] } | undefined): string[] {
  return head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
}

function cells(text: string): { line: number; cells: string[] }[] {
  const separator = /^[^\n]*?([,;\t])/.exec(text)?.[1] ?? ",";
  const rows: { line: number; cells: string[] }[] = [];
  let line = 1;
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    rows.push({ line, cells: [...row, cell] });
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === separator) {
      row.push(cell);
      cell = "";
    } else if (character === "\n") {
      endRow();
      line++;
    } else if (character !== "\r") cell += character;
  }
  if (quoted) throw new CsvError(`line ${line}: a quote is not closed`);
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
