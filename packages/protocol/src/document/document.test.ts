import { describe, expect, test } from "bun:test";
import { EVENTS, type EventName } from "../down.ts";
import { ERRORS } from "../errors.ts";
import { OPERATIONS, type OperationName } from "../operations.ts";
import { EVENT_EXAMPLES } from "./examples/events.ts";
import { EXAMPLES } from "./examples/examples.ts";
import { REFERENCE_FOLDER, readReference } from "./folder.ts";
import { renderCss, renderHtml, renderMarkdown } from "./index.ts";
import type { Page } from "./page.ts";
import { pages } from "./pages/index.ts";
import { parseInline } from "./render/inline.ts";
import { jsonSchema } from "./schema/json-schema.ts";
import { SCALARS } from "./schema/scalars.ts";

const names = Object.keys(OPERATIONS) as OperationName[];
const events = Object.keys(EVENTS) as EventName[];

test("docs/protocol is what the contract generates; otherwise run `npm run docs`", async () => {
  const committed = await readReference(REFERENCE_FOLDER);
  const generated = renderMarkdown();
  expect([...committed.keys()].sort()).toEqual([...generated.keys()].sort());
  const stale = [...generated].filter(([name, text]) => committed.get(name) !== text).map(([name]) => name);
  expect(stale).toEqual([]);
});

describe("the examples are what the schemas accept, field by field", () => {
  test.each(names)("%s", (name) => {
    const { input, output } = EXAMPLES[name];
    expect(OPERATIONS[name].input.safeParse(input).error?.message).toBeUndefined();
    expect(OPERATIONS[name].output.parse(output) as unknown).toEqual(output);
  });

  test.each(events)("event %s", (name) => {
    expect(EVENTS[name].parse(EVENT_EXAMPLES[name]) as unknown).toEqual(EVENT_EXAMPLES[name]);
  });
});

test("every operation, event and error has its place in the reference", () => {
  const anchors = new Set(anchorsOf(pages()));
  const expected = [
    ...names.map((name) => name.replace("/", "-")),
    ...events.map((name) => `event-${name}`),
    ...Object.keys(ERRORS),
  ];
  expect(expected.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});

test("every field is described", () => {
  const bare = pages().flatMap(({ slug, blocks }) =>
    blocks.flatMap((block) =>
      block.kind === "table" && block.columns[0] === "Field" && block.columns.includes("Description")
        ? block.rows.filter((row) => row.at(-1) === "").map(([field]) => `${slug}: ${field}`)
        : [],
    ),
  );
  expect(bare).toEqual([]);
});

test("every titled string has its place among the ids", () => {
  const titles = [...names.flatMap((name) => [OPERATIONS[name].input, OPERATIONS[name].output])].flatMap(
    (schema) =>
      [...JSON.stringify(jsonSchema(schema)).matchAll(/"title":"([^"]+)"/g)].map(([, title]) => title!),
  );
  expect(titles.length).toBeGreaterThan(0);
  expect(titles.filter((title) => !(title in SCALARS))).toEqual([]);
});

test("no anchor is there twice", () => {
  const anchors = anchorsOf(pages());
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});

test("every link within the reference leads somewhere", () => {
  const all = pages();
  const places = new Set(all.flatMap((page) => anchorsOf([page]).map((anchor) => `${page.slug}#${anchor}`)));
  const links = all
    .flatMap(textsOf)
    .flatMap(targetsIn)
    .filter((target) => !target.includes(":"));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((target) => !places.has(target))).toEqual([]);
});

test("the HTML page needs no inline style or script, and nothing in it is unescaped", () => {
  const html = renderHtml();
  expect(html).toStartWith("<!doctype html>");
  expect(html).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
  expect(html).toContain('<link rel="stylesheet" href="/docs.css">');
  expect(html).toContain("Bearer &lt;token&gt;");
  expect(renderCss()).toContain("color-scheme: light dark");
});

function anchorsOf(all: Page[]): string[] {
  return all.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "heading" ? [block.anchor] : [])),
  );
}

function textsOf({ blocks }: Page): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === "table") return block.rows.flat();
    if (block.kind === "list") return block.items;
    return block.kind === "code" ? [] : [block.text];
  });
}

function targetsIn(markup: string): string[] {
  return parseInline(markup).flatMap((piece) => (piece.kind === "link" ? [piece.target] : []));
}
