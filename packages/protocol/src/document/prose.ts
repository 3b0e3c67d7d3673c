import { OPERATIONS } from "../operations.ts";

const OUTSIDE_OF_CODE = /(`[^`]*`|\[[^\]]*\]\([^)]*\))/;
const OPERATION_NAME = /\b[a-z]+\/[a-z]+(?:-[a-z]+)*\b/g;
const IDENTIFIER = /(?<![\w/#(-])[a-z]+(?:_[a-z]+)+(?![\w/-])/g;

/**
 * The contract's plain sentences as inline markup: names of operations become links, names of fields and errors
 * become code. What is marked up already stays as it is.
 */
export function prose(text: string): string {
  return text
    .split(OUTSIDE_OF_CODE)
    .map((piece, index) => (index % 2 === 1 ? piece : markUp(piece)))
    .join("");
}

/** Anchors are unique over the whole reference: `message/send` is at `message#message-send`. */
export function operationLink(name: string): string {
  return `[${name}](${name.slice(0, name.indexOf("/"))}#${operationAnchor(name)})`;
}

export function operationAnchor(name: string): string {
  return name.replace("/", "-");
}

function markUp(sentence: string): string {
  return sentence
    .replace(IDENTIFIER, (identifier) => `\`${identifier}\``)
    .replace(OPERATION_NAME, (name) => (name in OPERATIONS ? operationLink(name) : name));
}
