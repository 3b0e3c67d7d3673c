import { g } from "./language.ts";
import "./group.css";

/** Above the sign-up of somebody who came by an invite link. */
export function InvitedHere() {
  return (
    <p class="invited-here" role="status" data-testid="invited-here">
      {g().join.sign_in}
    </p>
  );
}
