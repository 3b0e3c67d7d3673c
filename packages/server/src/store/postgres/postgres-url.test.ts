import { expect, test } from "bun:test";
import { readPostgresUrl } from "./postgres-url.ts";

test("statements are prepared unless the URL says otherwise; the client's own parameters stay", () => {
  expect(readPostgresUrl("postgres://u:p@db/chat?sslmode=require")).toMatchObject({
    prepare: true,
    database: "chat",
  });
  const { url, prepare } = readPostgresUrl("postgres://u:p@db:6432/chat?sslmode=require&prepare=off");
  expect(prepare).toBe(false);
  expect(String(url)).toBe("postgres://u:p@db:6432/chat?sslmode=require");
});

test("what cannot be read is refused without quoting it", () => {
  expect(() => readPostgresUrl("postgres://u:hush@[db/chat")).toThrow(/^must look like postgres:\/\/user/);
  expect(() => readPostgresUrl("postgres://u:hush@db/chat?prepare=maybe")).toThrow(
    /^must have prepare=on or prepare=off$/,
  );
});
