import { pages } from "./pages/index.ts";
import css from "./render/docs.css" with { type: "text" };
import { htmlOf } from "./render/html.ts";
import { markdownOf } from "./render/markdown.ts";

/** The reference as one HTML page. It links `/docs.css` and needs neither inline style nor script. */
export function renderHtml(): string {
  return htmlOf(pages());
}

/** The stylesheet of {@link renderHtml}, for `/docs.css`. */
export function renderCss(): string {
  return css;
}

/** The reference as Markdown files, by file name. */
export function renderMarkdown(): Map<string, string> {
  return new Map(pages().map((page) => [`${page.slug}.md`, markdownOf(page)]));
}
