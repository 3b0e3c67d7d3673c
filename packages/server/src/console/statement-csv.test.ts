import { expect, test } from "bun:test";
import { readOverrides } from "./overrides-csv.ts";
import { readStatement } from "./statement-csv.ts";

const HEAD = "carrier_message_id,number,at,units,yuan";
const AT = Date.parse("2026-01-31T23:59:58+08:00");

test("OP5 a statement is read whatever the order of its columns, its separator, its quotes and its line ends", () => {
  const line = { carrier_message_id: "0001", number: "+8613800138001", at: AT, units: 2, fen: 10 };
  for (const text of [
    `${HEAD}\n0001,13800138001,2026-01-31 23:59:58,2,0.10\n`,
    `\uFEFF${HEAD}\r\n0001,8613800138001,2026-01-31T23:59:58+08:00,2,0.1\r\n`,
    `yuan;note;units;at;number;carrier_message_id\n"0.10";"a ""b"";\nc";2;2026/01/31 23:59:58;+8613800138001;0001`,
    "carrier_message_id,number,sender,at,units,fen,state\r\n0001,+8613800138001,106,2026-01-31T15:59:58.000Z,2,10,delivered",
    `${HEAD}\n\n0001,13800138001,2026-01-31T15:59:58Z,2,0.1000\n,,,,\n`,
  ]) {
    expect(readStatement(text)).toEqual([line]);
  }
});

test("OP5 money is read digit by digit", () => {
  const fen = (yuan: string) => readStatement(`${HEAD}\n1,13800138001,2026-01-31 00:00:00,1,${yuan}`)[0]!.fen;
  expect(["0.29", "4.35", "1", "0.05", "100.1"].map(fen)).toEqual([29, 435, 100, 5, 10_010]);
});

test("OP5 what cannot be read is named with its line", () => {
  const good = "1,13800138001,2026-01-31 00:00:00,1,0.05";
  for (const [text, complaint] of [
    ["number,at\n", "no column carrier_message_id, units, yuan"],
    [`${HEAD}\n${good}\n2,138,2026-01-31 00:00:00,1,0.05`, 'line 3: "138" is no number'],
    [`${HEAD}\n2,13800138001,yesterday,1,0.05`, 'line 2: "yesterday" is no at'],
    [`${HEAD}\n2,13800138001,2026-01-31 00:00:00,1.5,0.05`, 'line 2: "1.5" is no units'],
    [`${HEAD}\n2,13800138001,2026-01-31 00:00:00,1,0.055`, 'line 2: "0.055" is no yuan'],
    [`${HEAD}\n2,13800138001,2026-01-31 00:00:00,1,-1`, 'line 2: "-1" is no yuan'],
    [`${HEAD}\n"2,13800138001`, "line 2: a quote is not closed"],
  ] as const) {
    expect(() => readStatement(text)).toThrow(complaint);
  }
});

test("OP6 overrides name a carrier or take it back", () => {
  expect(
    readOverrides("number,carrier\n13800138001,china_unicom\n+8613800138002,\n+447400123456,world"),
  ).toEqual([
    { number: "+8613800138001", carrier: "china_unicom" },
    { number: "+8613800138002", carrier: null },
    { number: "+447400123456", carrier: "world" },
  ]);
  expect(() => readOverrides("number,carrier\n13800138001,mobile")).toThrow('line 2: "mobile" is none of');
});
