import type { Block, Page } from "../page.ts";
import { type Inline, parseInline } from "./inline.ts";

const PARTS: Record<Page["part"], string> = {
  start: "Start",
  operations: "Operations",
  wire: "On the wire",
  shared: "Shared",
};

/** All pages as one, with a table of contents. It needs `/docs.css` and no script. */
export function htmlOf(pages: Page[]): string {
  const title = escapeHtml(pages[0]?.title ?? "");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">
<p class="brand"><a href="/">飞聊 Feiliao</a></p>
${(Object.keys(PARTS) as Page["part"][]).map((part) => contents(part, pages)).join("\n")}
</nav>
<main id="content">
${pages.map(pageHtml).join("\n")}
</main>
</body>
</html>
`;
}

function contents(part: Page["part"], pages: Page[]): string {
  const links = pages.filter((page) => page.part === part).map(pageContents);
  return `<p class="part">${PARTS[part]}</p>\n<ul>\n${links.join("\n")}\n</ul>`;
}

function pageContents({ slug, title, part, blocks }: Page): string {
  const link = `<a href="#page-${slug}">${escapeHtml(title)}</a>`;
  const sections = blocks.flatMap((block) => (block.kind === "heading" && block.level === 2 ? [block] : []));
  if (part !== "operations") return `<li>${link}</li>`;
  const inside = sections.map(({ anchor, text }) => `<li><a href="#${anchor}">${escapeHtml(text)}</a></li>`);
  return `<li>${link}<ul>${inside.join("")}</ul></li>`;
}

function pageHtml({ slug, title, blocks }: Page): string {
  return `<section id="page-${slug}">\n<h1>${escapeHtml(title)}</h1>\n${blocks.map(blockHtml).join("\n")}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading": {
      const tag = `h${block.level}`;
      const link = `<a class="here" href="#${block.anchor}" aria-label="Link to ${escapeHtml(block.text)}">#</a>`;
      return `<${tag} id="${block.anchor}">${inlineHtml(block.text)} ${link}</${tag}>`;
    }
    case "paragraph":
      return `<p>${inlineHtml(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</ul>`;
    case "code":
      return `<pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre>`;
    case "table":
      return tableHtml(block.columns, block.rows);
  }
}

function tableHtml(columns: string[], rows: string[][]): string {
  const head = columns.map((column) => `<th scope="col">${inlineHtml(column)}</th>`).join("");
  const body = rows.map(
    (cells) => `<tr>${cells.map((cell) => `<td>${inlineHtml(cell)}</td>`).join("")}</tr>`,
  );
  return `<div class="table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function inlineHtml(markup: string): string {
  return parseInline(markup).map(pieceHtml).join("");
}

function pieceHtml(piece: Inline): string {
  switch (piece.kind) {
    case "text":
      return escapeHtml(piece.text);
    case "code":
      return `<code>${escapeHtml(piece.text)}</code>`;
    case "strong":
      return `<strong>${escapeHtml(piece.text)}</strong>`;
    case "link":
      return `<a href="${escapeHtml(pageTarget(piece.target))}">${piece.label.map(pieceHtml).join("")}</a>`;
  }
}

/** Everything is on one page, so of `page#anchor` only the anchor remains. */
function pageTarget(target: string): string {
  return target.includes(":") ? target : target.slice(target.indexOf("#"));
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
