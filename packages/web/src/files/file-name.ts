/** As many characters as the contract lets a name have, and as many bytes as file systems do. */
const CHARACTERS_MAX = 200;
const BYTES_MAX = 255;
/** Path separators, controls, halves of characters, and the marks that turn writing direction (UAX #9 §2). */
const FORBIDDEN = /[/\\\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A file's name as it may be sent, shown and saved: no path, nothing invisible that would make an .exe look like a
 * .png, and not too long; the extension stays.
 */
export function safeFileName(name: string): string {
  const clean = name.replace(FORBIDDEN, "_").replace(/^[\s.]+|[\s.]+$/g, "");
  const { stem, extension } = split(clean === "" ? "file" : clean);
  let kept = stem;
  while (isTooLong(kept + extension)) kept = [...kept].slice(0, -1).join("");
  return kept + extension;
}

/** The extension with its dot; none for names that would be all extension. */
function split(name: string): { stem: string; extension: string } {
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - extension.length);
  return stem === "" ? { stem: name, extension: "" } : { stem, extension };
}

function isTooLong(name: string): boolean {
  return name.length > CHARACTERS_MAX || new TextEncoder().encode(name).length > BYTES_MAX;
}
