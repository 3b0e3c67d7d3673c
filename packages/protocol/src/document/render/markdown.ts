import type { Block, Page } from "../page.ts";
import { type Inline, parseInline } from "./inline.ts";

const NOTICE =
  "<!-- Generated from packages/protocol by `npm run docs`. Edit the contract, not this file. -->";

/** A page as Markdown (CommonMark with GitHub's tables). */
export function markdownOf(page: Page): string {
  return `${[NOTICE, `# ${page.title}`, ...page.blocks.map(blockText)].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<a id="${block.anchor}"></a>\n\n${"#".repeat(block.level)} ${inlineText(block.text)}`;
    case "paragraph":
      return inlineText(block.text);
    case "list":
      return block.items.map((item) => `- ${inlineText(item)}`).join("\n");
    case "code":
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case "table":
      return [
        rowText(block.columns),
        `|${" --- |".repeat(block.columns.length)}`,
        ...block.rows.map(rowText),
      ].join("\n");
  }
}

function rowText(cells: string[]): string {
  return `|${cells.map((cell) => ` ${inlineText(cell).replaceAll("|", "\\|")} |`).join("")}`;
}

function inlineText(markup: string): string {
  return parseInline(markup).map(pieceText).join("");
}

function pieceText(piece: Inline): string {
  switch (piece.kind) {
    case "text":
      return piece.text.replaceAll("*", "\\*").replaceAll("<", "&lt;");
    case "code":
      return `\`${piece.text}\``;
    case "strong":
      return `**${piece.text}**`;
    case "link":
      return `[${piece.label.map(pieceText).join("")}](${fileTarget(piece.target)})`;
  }
}

/** `page#anchor` is in another file, or in this one. */
function fileTarget(target: string): string {
  return target.includes(":") ? target : target.replace("#", ".md#");
}
