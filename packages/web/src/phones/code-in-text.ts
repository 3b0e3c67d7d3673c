/** An SMS cut at its code, so that the code can be a button of its own. */
export interface TextWithCode {
  before: string;
  code: string;
  /** Punctuation that may not begin a line, so it stays with the code. */
  stop: string;
  after: string;
}

const CODE = /(?<!\d)(\d{4,8})(?!\d)([.,;:!?。，；：！？]?)/;

/** Finds the first run of 4 to 8 digits; null when there is none. */
export function codeIn(text: string): TextWithCode | null {
  const match = CODE.exec(text);
  if (!match) return null;
  const [whole, code = "", stop = ""] = match;
  return { before: text.slice(0, match.index), code, stop, after: text.slice(match.index + whole.length) };
}
