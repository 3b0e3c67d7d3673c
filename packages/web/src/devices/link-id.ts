import type { LinkId } from "@feiliao/protocol";

/** The link in what a scanned code, or an address bar, says. */
export function linkIdIn(text: string): LinkId | null {
  return (/(?<![\w-])lnk_[\w-]{22}(?![\w-])/.exec(text)?.[0] as LinkId | undefined) ?? null;
}

/** The link that this page was opened with, by the camera of the phone; the address bar forgets it. */
export function takeOpenedLink(): LinkId | null {
  if (location.pathname !== "/link") return null;
  const link_id = linkIdIn(location.hash);
  history.replaceState(history.state, "", "/");
  return link_id;
}
