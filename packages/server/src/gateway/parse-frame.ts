import { FeiliaoError } from "@feiliao/protocol/errors";
import { JSON_DEPTH_MAX } from "@feiliao/protocol/up";

export interface CallFrame {
  id: number | string;
  op: string;
  input: unknown;
}

/** A text frame as a call. @throws {FeiliaoError} bad_request */
export function parseCall(text: string): CallFrame {
  const frame = parseJson(text);
  if (typeof frame !== "object" || frame === null) throw new FeiliaoError("bad_request");
  const { id, op, input } = frame as Record<string, unknown>;
  if ((typeof id !== "number" && typeof id !== "string") || typeof op !== "string") {
    throw new FeiliaoError("bad_request", {}, "a frame is {id, op, input}");
  }
  return { id, op, input: input ?? {} };
}

/** JSON of at most JSON_DEPTH_MAX levels. @throws {FeiliaoError} bad_request */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new FeiliaoError("bad_request", {}, "JSON nested too deeply");
  try {
    return JSON.parse(text);
  } catch {
    throw new FeiliaoError("bad_request", {}, "not JSON");
  }
}

/** Counts open brackets without parsing, since a parser would build what is to be refused. */
function isTooDeep(text: string): boolean {
  if (!mayBeDeep(text)) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === BACKSLASH) index++;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      if (++depth > JSON_DEPTH_MAX) return true;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
  }
  return false;
}

/** Few frames hold so many brackets at all; for the others the native search is much faster than the loop. */
function mayBeDeep(text: string): boolean {
  return count(text, "{") + count(text, "[") > JSON_DEPTH_MAX;
}

/** How often a character occurs; stops counting beyond the limit. */
function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1 && found <= JSON_DEPTH_MAX; found++) {
    at = text.indexOf(character, at + 1);
  }
  return found;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
