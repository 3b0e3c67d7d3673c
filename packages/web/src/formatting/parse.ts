import { parseInline } from "./inline.ts";
import type { Block, Line } from "./tree.ts";

const FENCE = "```";
const ONE_LINE_CODE = /^```(?!`)(.*[^`])```$/;

/** The small Markdown that people know: emphasis, strike, code, quotes and lists. Never fails, never loses a character. */
export function parseFormatted(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  const fences = lines.flatMap((line, index) => (line.trimEnd() === FENCE ? [index] : []));
  let fence = 0; // the next of them
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    while (fence < fences.length && fences[fence]! <= at) fence++;
    const end = fences[fence];
    const one_line = ONE_LINE_CODE.exec(line);
    if (one_line) {
      blocks.push({ type: "code", open: FENCE, text: one_line[1]!, close: FENCE });
      at++;
    } else if (opensCode(line) && end !== undefined && end > at + 1) {
      const code = lines.slice(at + 1, end).join("\n");
      blocks.push({ type: "code", open: `${line}\n`, text: code, close: `\n${lines[end]}` });
      at = end + 1;
    } else {
      addLine(blocks, line);
      at++;
    }
  }
  return blocks;
}

/** Three backticks and perhaps the name of a language. */
function opensCode(line: string): boolean {
  return line.startsWith(FENCE) && !line.includes("`", FENCE.length);
}

/** Lines of one kind that follow each other are one block. */
function addLine(blocks: Block[], text: string): void {
  const { type, mark } = kindOf(text);
  const line: Line = { mark, content: parseInline(text.slice(mark.length)) };
  const last = blocks.at(-1);
  if (last?.type === type) (last.lines as Line[]).push(line);
  else blocks.push({ type, lines: [line] });
}

function kindOf(line: string): { type: "paragraph" | "quote" | "list"; mark: string } {
  if (line.startsWith("> ")) return { type: "quote", mark: "> " };
  if (/^- \S/.test(line)) return { type: "list", mark: "- " };
  return { type: "paragraph", mark: "" };
}
