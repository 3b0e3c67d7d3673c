/**
 * A page of the reference, between what the contract says and how it is written down. Text is inline markup:
 * `code`, **strong** and [links](target), where the target is an absolute URL or `page#anchor`.
 */
export interface Page {
  /** File name without its ending. */
  slug: string;
  title: string;
  /** Which part of the table of contents it stands in. */
  part: "start" | "operations" | "wire" | "shared";
  blocks: Block[];
}

export type Block =
  | { kind: "heading"; level: 2 | 3; text: string; anchor: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "code"; language: "sh" | "json" | "http" | "text"; text: string }
  | { kind: "table"; columns: string[]; rows: string[][] };

export const heading = (level: 2 | 3, text: string, anchor: string): Block => ({
  kind: "heading",
  level,
  text,
  anchor,
});
export const paragraph = (text: string): Block => ({ kind: "paragraph", text });
export const list = (...items: string[]): Block => ({ kind: "list", items });
export const table = (columns: string[], rows: string[][]): Block => ({ kind: "table", columns, rows });
export const shell = (...lines: string[]): Block => ({
  kind: "code",
  language: "sh",
  text: lines.join("\n"),
});
export const json = (value: unknown): Block => ({
  kind: "code",
  language: "json",
  text: JSON.stringify(value, null, 2),
});
