import { expect, test } from "bun:test";
import fc from "fast-check";
import { mayBeFormatted } from "./may-be-formatted.ts";
import { parseFormatted } from "./parse.ts";
import { type Block, type Inline, sourceOf } from "./tree.ts";

/** The tree as tags, for reading: <b> <i> <s> <c> <a>. */
function shown(text: string): string {
  return parseFormatted(text).map(shownBlock).join("¶");
}
function shownBlock(block: Block): string {
  if (block.type === "code") return `<pre>${block.text}</pre>`;
  const lines = block.lines.map(({ content }) => content.map(shownInline).join(""));
  return block.type === "paragraph" ? lines.join("\n") : `<${block.type}>${lines.join("|")}</${block.type}>`;
}
function shownInline(inline: Inline): string {
  const tags = { bold: "b", italic: "i", strike: "s", code: "c", link: "a" };
  if (inline.type === "text") return inline.text;
  const tag = tags[inline.type];
  const inside = "content" in inline ? inline.content.map(shownInline).join("") : inline.text;
  return `<${tag}>${inside}</${tag}>`;
}

test("MD1: emphasis of every kind, alone and inside each other", () => {
  expect(shown("**bold** *it* _it_ ~~no~~ `code`")).toBe(
    "<b>bold</b> <i>it</i> <i>it</i> <s>no</s> <c>code</c>",
  );
  expect(shown("**a *b* c**")).toBe("<b>a <i>b</i> c</b>");
  expect(shown("***both***")).toBe("<b><i>both</i></b>");
  expect(shown("**a *b***")).toBe("<b>a <i>b</i></b>");
  expect(shown("*a **b***")).toBe("<i>a <b>b</b></i>");
  expect(shown("~~**x**~~")).toBe("<s><b>x</b></s>");
});

test("MD2: Chinese needs no spaces around emphasis, also beside its punctuation", () => {
  expect(shown("**中文**中文")).toBe("<b>中文</b>中文");
  expect(shown("请看**注意：**明天*三点*开会")).toBe("请看<b>注意：</b>明天<i>三点</i>开会");
  expect(shown("这是**“重点”**。")).toBe("这是<b>“重点”</b>。");
  expect(shown("𠮷**𠮷**𠮷")).toBe("𠮷<b>𠮷</b>𠮷");
});

test("MD3: marks inside words, between numbers, beside spaces, and alone stay text", () => {
  for (const text of [
    "snake_case_name",
    "__init__",
    "2*3*4 = 24",
    "5 * 3 * 2",
    "2**3**4",
    "* * *",
    "****",
    "**",
    "a ** b",
    "C*-algebra, W*-algebra",
    "¯\\_(ツ)_/¯",
    "~5 ~6",
    "a~b~c",
    ">_<",
    "-1",
    "- ",
    ">x",
    "``",
    "`",
    "**open",
    "*a **b*c",
  ])
    expect([text, shown(text)]).toEqual([text, text]);
});

test("MD4: an address is a link whatever marks are in it, and can be emphasised", () => {
  expect(shown("https://a.example/x_y_z*q* ok")).toBe("<a>https://a.example/x_y_z*q</a>* ok");
  expect(shown("**https://a.example/x_y**")).toBe("<b><a>https://a.example/x_y</a></b>");
  expect(shown("`https://a.example`")).toBe("<c>https://a.example</c>");
});

test("MD5: code is left alone, in a line and in a block", () => {
  expect(shown("`**x**` and `a_b_c`")).toBe("<c>**x**</c> and <c>a_b_c</c>");
  expect(shown("a\n```js\nlet *a* = `1`;\n\n```\nb")).toBe("a¶<pre>let *a* = `1`;\n</pre>¶b");
  expect(shown("```one line```")).toBe("<pre>one line</pre>");
  expect(shown("```\nnever closed")).toBe("```\nnever closed");
  expect(shown("```\n```")).toBe("```\n```");
});

test("MD6: quotes and lists are the lines that follow each other", () => {
  expect(shown("> a\n> **b**\nc\n- d\n- e\n\n- f")).toBe(
    "<quote>a|<b>b</b></quote>¶c¶<list>d|e</list>¶¶<list>f</list>",
  );
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      "*",
      "**",
      "***",
      "_",
      "~~",
      "`",
      "```",
      "```\n",
      "\n",
      "> ",
      "- ",
      " ",
      "\\",
      "中文",
      "，",
      "a",
      "https://a.b/c_d_e",
      "𠮷",
      "\u0301",
    ),
    fc.string({ maxLength: 5, unit: "binary" }),
  ),
  { maxLength: 60 },
);

test("MD7: no text loses a character: its tree gives it back", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      return sourceOf(parseFormatted(text)) === text;
    }),
    { numRuns: 3_000 },
  );
});

test("MD8: what the cheap look calls plain has no formatting", () => {
  const plain = (block: Block) =>
    block.type === "paragraph" &&
    block.lines.every(({ content }) => content.every(({ type }) => type === "text" || type === "link"));
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      return mayBeFormatted(text) || parseFormatted(text).every(plain);
    }),
  );
});

test("MD10: hundreds of thousands of characters made to be hard are read in one go", () => {
  const hard = [
    "*",
    "**a",
    "*a **b ",
    "_a*b~~c",
    "`",
    "`a",
    "~~",
    "***",
    "*_",
    "a*_",
    "> ",
    "- a\n",
    "```\n",
    "```a\n",
    "https://a.b/)",
    "www.",
    "http://a...",
    "**中",
    "**中**",
  ];
  for (const piece of hard) {
    const text = piece.repeat(300_000 / piece.length);
    expect(sourceOf(parseFormatted(text)).length).toBe(text.length);
  }
});

test("MD9: however often marks are repeated, nothing nests deeper than the four of them", () => {
  const depth = (nodes: readonly Inline[]): number =>
    nodes.reduce(
      (deepest, node) => ("content" in node ? Math.max(deepest, 1 + depth(node.content)) : deepest),
      0,
    );
  fc.assert(
    fc.property(pieces, (parts) =>
      parseFormatted(parts.join("")).every(
        (block) => block.type === "code" || block.lines.every(({ content }) => depth(content) <= 4),
      ),
    ),
  );
});
