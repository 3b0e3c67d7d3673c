import { expect, test } from "bun:test";
import fc from "fast-check";
import { decodePage } from "./decode-page.ts";
import {
  DESCRIPTION_CHARACTERS_MAX,
  describePage,
  SITE_CHARACTERS_MAX,
  TITLE_CHARACTERS_MAX,
} from "./page-description.ts";

test("LP9: Open Graph goes before Twitter cards, and those before what HTML has", () => {
  const html = `<title>HTML</title><meta name="twitter:title" content="card"><meta property="og:title" content="graph">
    <meta name="Description" content="plain"><meta name="twitter:description" content="of the card">
    <meta property="og:site_name" content="News"><meta property="og:image" content="/a.jpg?w=1&amp;h=2">`;
  const image = "/a.jpg?w=1&h=2";
  expect(describePage(html)).toEqual({ site: "News", title: "graph", description: "of the card", image });
  const nothing = { site: "", description: "", image: null };
  expect(describePage("<head><title> Only \n this </title>")).toEqual({ ...nothing, title: "Only this" });
  expect(describePage("<svg><title>drawing</title></svg>")).toMatchObject({ title: "drawing" });
  expect(describePage("<title>page</title><svg><title>drawing</title></svg>")).toMatchObject({
    title: "page",
  });
  expect(describePage("")).toEqual({ ...nothing, title: "" });
});

test("LP9: what looks like markup in a title stays text, and what turns the text around is removed", () => {
  const html = `<meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt; &amp;amp; &#x4F60;&#22909;&hellip;&#0;&#xD800;">`;
  expect(describePage(html).title).toBe("<img src=x onerror=alert(1)> &amp; 你好…��");
  expect(describePage("<title>safe\u202egnp.exe\u0000\u200f</title>").title).toBe("safe gnp.exe");
});

test("LP9: texts are bounded, in characters that are never cut in two", () => {
  const title = describePage(`<title>${"😀".repeat(500)}</title>`).title;
  expect([...title]).toHaveLength(TITLE_CHARACTERS_MAX);
  expect(title.isWellFormed()).toBe(true);
  expect(title.endsWith("😀…")).toBe(true);
});

test("LP9: any input is described within the bounds", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "<title>",
      "</title>",
      "<meta property=og:title content=",
      '"',
      ">",
      "<!--",
      "<script>",
      "&#",
      "&#x",
      "<svg>",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { site, title, description } = describePage(pieces.join(""));
      return (
        [...site].length <= SITE_CHARACTERS_MAX &&
        [...title].length <= TITLE_CHARACTERS_MAX &&
        [...description].length <= DESCRIPTION_CHARACTERS_MAX
      );
    }),
  );
});

test("a page is read in the encoding of its mark, its header or its own declaration", () => {
  const gb = Uint8Array.from([0xb7, 0xc9, 0xc1, 0xc4]); // 飞聊 in GBK
  const ascii = (text: string) => new TextEncoder().encode(text);
  expect(decodePage(gb, "gb2312")).toBe("飞聊");
  expect(decodePage(Buffer.concat([ascii('<meta charset="gbk">'), gb]), null)).toEndWith("飞聊");
  const old = '<meta http-equiv="Content-Type" content="text/html; charset=gb18030">';
  expect(decodePage(Buffer.concat([ascii(old), gb]), null)).toEndWith("飞聊");
  expect(decodePage(ascii("飞聊"), null)).toBe("飞聊");
  expect(decodePage(ascii("飞聊"), "no-such-charset")).toBe("飞聊");
  expect(decodePage(Uint8Array.from([0xff, 0xfe, 0xde, 0x98]), "gbk")).toBe("飞");
});
