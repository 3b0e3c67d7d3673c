import { linkify } from "../conversation/linkify.ts";
import type { Emphasis, Inline } from "./tree.ts";
import { isWordCharacter } from "./word-character.ts";

/** The marks, and what each makes of the text between two of them. */
const EMPHASIS = { "**": "bold", "*": "italic", _: "italic", "~~": "strike" } as const satisfies Record<
  string,
  Emphasis
>;
type Mark = keyof typeof EMPHASIS;

const RUN = /\*+|_+|~+/g;

/** A run of one mark character, and what stands on its sides. */
interface Run {
  text: string;
  opens: boolean;
  closes: boolean;
}

/**
 * The formatting within one line. Unlike CommonMark, a mark needs no space or punctuation outside of it beside a script
 * without spaces, so that **中文**中文 is bold. Takes time in proportion to the line: every mark is opened and closed
 * at most once, and what lies between is moved at most once for each of the four marks.
 */
export function parseInline(line: string): Inline[] {
  const builder = new InlineBuilder();
  let at = 0;
  for (let start = line.indexOf("`"); start !== -1; start = line.indexOf("`", at)) {
    const end = line.indexOf("`", start + 1);
    if (end === -1) break;
    addText(builder, line, at, start);
    if (end === start + 1) builder.add({ type: "text", text: "``" });
    else builder.add({ type: "code", text: line.slice(start + 1, end) });
    at = end + 1;
  }
  addText(builder, line, at, line.length);
  return builder.finish();
}

/** Links are taken whole: the marks in an address belong to it. */
function addText(builder: InlineBuilder, line: string, from: number, to: number): void {
  let at = from;
  for (const part of linkify(line.slice(from, to))) {
    if ("href" in part) builder.add({ type: "link", ...part });
    else addMarked(builder, line, at, at + part.text.length);
    at += part.text.length;
  }
}

function addMarked(builder: InlineBuilder, line: string, from: number, to: number): void {
  let at = from;
  for (const match of line.slice(from, to).matchAll(RUN)) {
    const [text] = match;
    const start = from + match.index;
    builder.add({ type: "text", text: line.slice(at, start) });
    builder.mark(runAt(line, start, text));
    at = start + text.length;
  }
  builder.add({ type: "text", text: line.slice(at, to) });
}

function runAt(line: string, start: number, text: string): Run {
  const before = characterBefore(line, start);
  const after = characterAfter(line, start + text.length);
  const escaped = before === "\\"; // as in ¯\_(ツ)_/¯
  return {
    text,
    opens: !escaped && after.trim() !== "" && !isWordCharacter(before),
    closes: !escaped && before.trim() !== "" && !isWordCharacter(after),
  };
}

function characterBefore(line: string, index: number): string {
  const low = line.charCodeAt(index - 1);
  return line.slice(low >= 0xdc00 && low <= 0xdfff ? index - 2 : Math.max(0, index - 1), index);
}

function characterAfter(line: string, index: number): string {
  const code = line.codePointAt(index);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Collects a line; a mark is text until its other half comes. */
class InlineBuilder {
  readonly #nodes: Inline[] = [];
  /** Marks that wait for their other half, the innermost last, with their place among the nodes. */
  readonly #open: { mark: Mark; index: number }[] = [];

  add(node: Inline): void {
    if (node.type !== "text" || node.text !== "") this.#nodes.push(node);
  }

  mark(run: Run): void {
    const marks = this.#split(run);
    if (!marks) this.add({ type: "text", text: run.text });
    for (const mark of marks ?? []) {
      if (run.closes && this.#isOpen(mark)) this.#close(mark);
      else this.#begin(mark, run.opens);
    }
  }

  finish(): Inline[] {
    return joinTexts(this.#nodes);
  }

  /** Null for a run that is no mark, such as a line of stars. */
  #split({ text, closes }: Run): Mark[] | null {
    if (text !== "***") return text in EMPHASIS ? [text as Mark] : null;
    const innermost = this.#open.findLast(({ mark }) => mark === "*" || mark === "**")?.mark;
    return closes && innermost === "*" ? ["*", "**"] : ["**", "*"];
  }

  #isOpen(mark: Mark): boolean {
    return this.#open.some((open) => open.mark === mark);
  }

  #begin(mark: Mark, opens: boolean): void {
    if (opens && !this.#isOpen(mark)) this.#open.push({ mark, index: this.#nodes.length });
    this.add({ type: "text", text: mark });
  }

  /** What was opened inside and not closed stays text. */
  #close(mark: Mark): void {
    let open = this.#open.pop()!;
    while (open.mark !== mark) open = this.#open.pop()!;
    const [, ...content] = this.#nodes.splice(open.index);
    this.add({ type: EMPHASIS[mark], mark, content: joinTexts(content) });
  }
}

function joinTexts(nodes: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length > 0) joined.push({ type: "text", text: texts.join("") });
    texts = [];
  };
  for (const node of nodes) {
    if (node.type === "text") texts.push(node.text);
    else {
      flush();
      joined.push(node);
    }
  }
  flush();
  return joined;
}
