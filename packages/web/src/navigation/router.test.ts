import { expect, test } from "bun:test";
import { pathOf, type Route, routeOf } from "./router.ts";

test("every route is found again by its path", () => {
  const routes: Route[] = [
    { screen: "list" },
    { screen: "settings" },
    { screen: "favourites" },
    { screen: "conversation", conversation_id: "con_AAAAAAAAAAAAAAAAAAAAAA" },
    { screen: "group", conversation_id: "con_AAAAAAAAAAAAAAAAAAAAAA" },
  ];
  for (const route of routes) expect(routeOf(pathOf(route))).toEqual(route);
});

test("an unknown path is the list", () => {
  expect(routeOf("/c/")).toEqual({ screen: "list" });
  expect(routeOf("/c/con_a/b")).toEqual({ screen: "list" });
  expect(routeOf("/nowhere")).toEqual({ screen: "list" });
});
