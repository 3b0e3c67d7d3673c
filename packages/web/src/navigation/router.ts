import type { ConversationId } from "@feiliao/protocol";
import { createSignal } from "solid-js";

export type Route =
  | { screen: "list" }
  | { screen: "conversation"; conversation_id: ConversationId }
  | { screen: "group"; conversation_id: ConversationId }
  | { screen: "settings" }
  | { screen: "favourites" };

/** How many screens of the app lie behind this one, so that "back" knows whether there is somewhere to go. */
interface HistoryState {
  depth: number;
}

export function routeOf(path: string): Route {
  const [, id, info] = /^\/c\/(con_[\w-]+)(\/info)?$/.exec(path) ?? [];
  const conversation_id = id as ConversationId | undefined;
  if (conversation_id) return { screen: info ? "group" : "conversation", conversation_id };
  if (path === "/favourites") return { screen: "favourites" };
  return path === "/settings" ? { screen: "settings" } : { screen: "list" };
}

export function pathOf(route: Route): string {
  if (route.screen === "conversation") return `/c/${route.conversation_id}`;
  if (route.screen === "group") return `/c/${route.conversation_id}/info`;
  return route.screen === "list" ? "/" : `/${route.screen}`;
}

const [route, setRoute] = createSignal<Route>({ screen: "list" });

export { route };

export const openConversationId = (): ConversationId | null => {
  const now = route();
  return now.screen === "conversation" ? now.conversation_id : null;
};

/** The group whose info is open. */
export const openGroupId = (): ConversationId | null => {
  const now = route();
  return now.screen === "group" ? now.conversation_id : null;
};

export function followAddressBar(): void {
  setRoute(routeOf(location.pathname));
  window.addEventListener("popstate", () => setRoute(routeOf(location.pathname)));
}

export function go(next: Route): void {
  if (pathOf(next) === location.pathname) return;
  const state: HistoryState = { depth: depth() + 1 };
  // Beside the list, going from chat to chat should not fill the history.
  if (route().screen === next.screen) history.replaceState(history.state, "", pathOf(next));
  else history.pushState(state, "", pathOf(next));
  setRoute(next);
}

/** Back, from a group's info to the group: through the history when that is there, so that the browser's button agrees. */
export function goBack(): void {
  if (route().screen === "list") return;
  if (depth() > 0) history.back();
  else {
    const { conversation_id } = { conversation_id: null, ...route() };
    const before: Route =
      route().screen === "group" && conversation_id
        ? { screen: "conversation", conversation_id }
        : { screen: "list" };
    history.replaceState({ depth: 0 } satisfies HistoryState, "", pathOf(before));
    setRoute(before);
  }
}

const depth = (): number => (history.state as HistoryState | null)?.depth ?? 0;
