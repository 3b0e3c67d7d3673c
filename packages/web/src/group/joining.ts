import { createSignal } from "solid-js";
import { inviteTokenIn } from "./invite-url.ts";

const [joining, setJoining] = createSignal<string | null>(null);

/** The token of the invite link that brought this person here; it stays until they have signed in and answered. */
export { joining };

export function followInviteLinks(): void {
  const follow = (): void => {
    const token = inviteTokenIn(location.hash);
    if (token) setJoining(token);
  };
  follow();
  window.addEventListener("hashchange", follow);
}

export function endJoining(): void {
  setJoining(null);
  // The link has done its work: a reload should not ask again.
  if (inviteTokenIn(location.hash)) history.replaceState(history.state, "", location.pathname);
}
