/**
 * What a formatted text is made of. Every character of the text is in the tree, the marks included, so that `sourceOf`
 * gives the text back.
 */
export type Block =
  | { type: "paragraph"; lines: readonly Line[] }
  | { type: "quote" | "list"; lines: readonly Line[] }
  /** `open` and `close` are the fences with their line breaks. */
  | { type: "code"; open: string; text: string; close: string };

/** `mark`: what made it a line of a quote or a list, else empty. */
export interface Line {
  mark: string;
  content: readonly Inline[];
}

export type Emphasis = "bold" | "italic" | "strike";

export type Inline =
  | { type: "text"; text: string }
  | { type: "link"; text: string; href: string }
  | { type: "code"; text: string }
  | { type: Emphasis; mark: string; content: readonly Inline[] };

export function sourceOf(blocks: readonly Block[]): string {
  return blocks.map(sourceOfBlock).join("\n");
}

function sourceOfBlock(block: Block): string {
  if (block.type === "code") return block.open + block.text + block.close;
  return block.lines.map(({ mark, content }) => mark + content.map(sourceOfInline).join("")).join("\n");
}

function sourceOfInline(inline: Inline): string {
  switch (inline.type) {
    case "text":
    case "link":
      return inline.text;
    case "code":
      return `\`${inline.text}\``;
    default:
      return inline.mark + inline.content.map(sourceOfInline).join("") + inline.mark;
  }
}
