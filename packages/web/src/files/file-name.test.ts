import { expect, test } from "bun:test";
import fc from "fast-check";
import { safeFileName } from "./file-name.ts";

test("a name keeps what is harmless", () => {
  for (const name of ["报告 2026.pdf", "a.tar.gz", "😀.png", "README", "x'y\"z.txt"])
    expect(safeFileName(name)).toBe(name);
});

test("a path, a control or a mark of direction does not get through", () => {
  expect(safeFileName("../../etc/passwd")).toBe("_.._etc_passwd");
  expect(safeFileName("C:\\a\\b.txt")).toBe("C:_a_b.txt");
  expect(safeFileName("photo\u202egnp.exe")).toBe("photo_gnp.exe");
  expect(safeFileName("a\u0000\nb")).toBe("a_b");
  expect([safeFileName(".."), safeFileName("  "), safeFileName("")]).toEqual(["file", "file", "file"]);
});

test("a long name is cut before its extension", () => {
  const name = safeFileName(`${"中".repeat(300)}.docx`);
  expect(name).toEndWith("中.docx");
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
});

test("any name becomes one that the contract and file systems take", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const safe = safeFileName(name);
      const fits = safe.length >= 1 && safe.length <= 200 && new TextEncoder().encode(safe).length <= 255;
      return fits && /^[^\p{Cc}\p{Cs}/\\]+$/u.test(safe) && safeFileName(safe) === safe;
    }),
  );
});
