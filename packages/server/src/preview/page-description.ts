import { decodeEntities } from "./entities.ts";

/** What a page says about itself. */
export interface PageDescription {
  site: string;
  title: string;
  description: string;
  /** As it is written there: may be relative. */
  image: string | null;
}

export const SITE_CHARACTERS_MAX = 80;
export const TITLE_CHARACTERS_MAX = 200;
export const DESCRIPTION_CHARACTERS_MAX = 300;

/** The names in order of preference (https://ogp.me, Twitter cards, HTML's own). */
const SITE = ["og:site_name"];
const TITLE = ["og:title", "twitter:title"];
const DESCRIPTION = ["og:description", "twitter:description", "description"];
const IMAGE = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"];
const KNOWN = new Set([...SITE, ...TITLE, ...DESCRIPTION, ...IMAGE]);

/** Reads the description out of a page, or of its beginning. All texts are plain text of bounded length. */
export function describePage(html: string): PageDescription {
  const { meta, title } = readHead(html);
  const first = (names: readonly string[]) => names.map((name) => meta.get(name)).find(Boolean) ?? "";
  return {
    site: plainText(first(SITE), SITE_CHARACTERS_MAX),
    title: plainText(first(TITLE) || title, TITLE_CHARACTERS_MAX),
    description: plainText(first(DESCRIPTION), DESCRIPTION_CHARACTERS_MAX),
    image: decodeEntities(first(IMAGE)).trim() || null,
  };
}

function readHead(html: string): { meta: Map<string, string>; title: string } {
  const meta = new Map<string, string>();
  const title: string[] = [];
  let titles = 0; // drawings in the page may have titles too
  new HTMLRewriter()
    .on("meta", {
      element(element) {
        const name = (element.getAttribute("property") ?? element.getAttribute("name"))?.trim().toLowerCase();
        const content = element.getAttribute("content");
        if (name && content && KNOWN.has(name) && !meta.has(name)) meta.set(name, content);
      },
    })
    .on("title", {
      element: () => void titles++,
      text: ({ text }) => void (titles === 1 && title.push(text)),
    })
    .transform(html);
  return { meta, title: title.join("") };
}

/** Characters that would turn or hide the text around them: controls and the marks of writing direction. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

function plainText(html: string, characters_max: number): string {
  const text = decodeEntities(html).replace(INVISIBLE, " ").replace(/\s+/g, " ").trim();
  const characters = [...text];
  if (characters.length <= characters_max) return text;
  return `${characters
    .slice(0, characters_max - 1)
    .join("")
    .trimEnd()}…`;
}
