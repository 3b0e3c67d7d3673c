import { expect, test } from "bun:test";
import { candidates, type RoutableLink } from "./candidates.ts";
import { learnRoute, NOT_MINE_MS, NOTHING_KNOWN, type NumberRoute } from "./number-route.ts";

const NOW = Date.UTC(2026, 0, 1);
const MOBILE = "+8613800138000";
const TELECOM = "+8613312345678";
const LINKS: RoutableLink[] = [
  link("mobile", { serves: ["china_mobile"] }),
  link("unicom", { serves: ["china_unicom"] }),
  link("telecom", { serves: ["china_telecom"] }),
  link("reseller", { serves: ["china_mobile", "china_unicom", "china_telecom"], virtual_operators: false }),
  link("world", { serves: ["world"] }),
];

test("RT1 the operator's word holds over what was learned, and that over the prefix", () => {
  expect(route(TELECOM)[0]).toBe("telecom");
  const learned: NumberRoute = { ...NOTHING_KNOWN, learned: "china_unicom" };
  expect(route(TELECOM, learned)[0]).toBe("unicom");
  expect(route(TELECOM, { ...learned, override: "china_mobile" })[0]).toBe("mobile");
});

test("RT2 links of a carrier come in the configured order, and those that cannot send now last", () => {
  expect(route(MOBILE)).toEqual(["mobile", "reseller", "unicom", "telecom"]);
  const down = LINKS.map((each) => (each.id === "mobile" ? { ...each, available: false } : each));
  const found = candidates({ to: MOBILE, template_id: "chat" }, NOTHING_KNOWN, down, NOW);
  expect(found.map(({ link_id }) => link_id)).toEqual(["reseller", "unicom", "telecom", "mobile"]);
  expect(found.at(-1)).toEqual({ link_id: "mobile", carrier: "china_mobile", available: false });
});

test("RT3 a carrier that said not mine is left out for 30 days, unless the operator knows better", () => {
  const refused = learnRoute(NOTHING_KNOWN, { carrier: "china_mobile", answer: "not_mine", at: NOW });
  const [first] = candidates({ to: MOBILE, template_id: "chat" }, refused, LINKS, NOW);
  expect(first).toEqual({ link_id: "unicom", carrier: "china_unicom", available: true });
  expect(route(MOBILE, refused, NOW + NOT_MINE_MS - 1)[0]).toBe("unicom");
  expect(route(MOBILE, refused, NOW + NOT_MINE_MS)[0]).toBe("mobile");
  expect(route(MOBILE, { ...refused, override: "china_mobile" })[0]).toBe("mobile");
});

test("RT3 what was tried for this SMS is not tried again", () => {
  const found = candidates({ to: MOBILE, template_id: "chat", tried: ["mobile"] }, NOTHING_KNOWN, LINKS, NOW);
  expect(found.map(({ link_id }) => link_id)).toEqual(["reseller", "unicom", "telecom"]);
});

test("RT4 who takes a number that was refused is learned, until it refuses the number itself", () => {
  const refused = learnRoute(NOTHING_KNOWN, { carrier: "china_mobile", answer: "not_mine", at: NOW });
  const moved = learnRoute(refused, { carrier: "china_telecom", answer: "accepted", at: NOW });
  expect(moved.learned).toBe("china_telecom");
  expect(route(MOBILE, moved)[0]).toBe("telecom");
  const again = learnRoute(moved, { carrier: "china_telecom", answer: "not_mine", at: NOW });
  expect(again.learned).toBeNull();
  expect(route(MOBILE, again)[0]).toBe("unicom");
});

test("RT4 a number that was never refused teaches nothing when it is taken", () => {
  const taken = learnRoute(NOTHING_KNOWN, { carrier: "china_mobile", answer: "accepted", at: NOW });
  expect(taken).toBe(NOTHING_KNOWN);
});

test("RT4 a carrier that takes a number it once refused has it again", () => {
  const refused = learnRoute(NOTHING_KNOWN, { carrier: "china_mobile", answer: "not_mine", at: NOW });
  const back = learnRoute(refused, { carrier: "china_mobile", answer: "accepted", at: NOW + 1 });
  expect(back).toEqual(NOTHING_KNOWN);
});

test("RT5 a number of China Broadnet goes over China Mobile when there is no link of its own", () => {
  expect(route("+8619212345678")[0]).toBe("mobile");
  const own = [...LINKS, link("broadnet", { serves: ["china_broadnet"] })];
  const [first] = candidates({ to: "+8619212345678", template_id: "chat" }, NOTHING_KNOWN, own, NOW);
  expect(first?.link_id).toBe("broadnet");
});

test("RT6 a number of a virtual operator goes only over links that take those", () => {
  expect(route("+8617112345678")).not.toContain("reseller");
  expect(route("+8617112345678")[0]).toBe("unicom");
});

test("RT7 numbers of other countries go to the world, those of the mainland never", () => {
  expect(route("+4915112345678")).toEqual(["world"]);
  expect(route("+85291234567")).toEqual(["world"]);
  expect(route(MOBILE)).not.toContain("world");
});

test("RT8 a link with templates carries those only", () => {
  const templates = [link("codes", { serves: ["china_mobile"], templates: ["code"] })];
  expect(candidates({ to: MOBILE, template_id: "chat" }, NOTHING_KNOWN, templates, NOW)).toEqual([]);
  expect(candidates({ to: MOBILE, template_id: "code" }, NOTHING_KNOWN, templates, NOW)).toHaveLength(1);
});

function route(to: string, known: NumberRoute = NOTHING_KNOWN, now = NOW): string[] {
  return candidates({ to, template_id: "chat" }, known, LINKS, now).map(({ link_id }) => link_id);
}

function link(id: string, terms: Partial<RoutableLink>): RoutableLink {
  return { id, serves: [], virtual_operators: true, templates: null, available: true, ...terms };
}
