/** An SMS cut at its link, so that the link can be opened. */
export interface TextWithLink {
  before: string;
  url: string;
  after: string;
}

/** As handsets find it: it ends at a space, before words that are not ASCII, and before the stop of a sentence. */
const LINK = /https?:\/\/[!-~]*[\w/=~-]/i;

/** Finds the first web address; null when there is none. */
export function linkIn(text: string): TextWithLink | null {
  const match = LINK.exec(text);
  if (!match) return null;
  const [url] = match;
  return { before: text.slice(0, match.index), url, after: text.slice(match.index + url.length) };
}
