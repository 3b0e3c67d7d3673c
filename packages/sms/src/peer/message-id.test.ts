import { describe, expect, test } from "bun:test";
import { AcceptedIds } from "./accepted-ids.ts";
import { messageIdForms } from "./message-id.ts";

describe("the forms of a message id", () => {
  test("begin with the id itself, and name each form once", () => {
    expect(messageIdForms("00000000ff")).toEqual(["00000000ff", "ff", "00000000FF", "255"]);
    expect(messageIdForms("10")).toEqual(["10", "a", "A", "16"]);
    expect(messageIdForms("msg_id_not_implemented")[0]).toBe("msg_id_not_implemented");
  });
});

describe("accepted ids", () => {
  test("are found in any of their forms; the likeliest comes first", () => {
    const ids = new AcceptedIds(10);
    for (const id of ["10", "16", "a"]) ids.remember(id);
    expect(["10", "0016", "A"].map((id) => ids.find(id))).toEqual(["10", "16", "a"]);
    expect(ids.find("11")).toBeUndefined();
  });

  test("are forgotten, the oldest first, so that there are never more than the limit", () => {
    const ids = new AcceptedIds(10);
    for (let id = 100; id < 200; id++) ids.remember(`m${id}`);
    const known = Array.from({ length: 100 }, (_, index) => `m${index + 100}`).filter((id) => ids.find(id));
    expect(known.length).toBeWithin(5, 11);
    expect(known.at(-1)).toBe("m199");
  });
});
