import type { GroupsParts } from "./groups.ts";
import { onceLoaded } from "./once-loaded.ts";
import type { Groups } from "./types.ts";

let loaded: typeof import("./groups.ts") | null = null;

/** Once it is loaded, nothing waits for it any more. */
export async function loadGroups(): Promise<typeof import("./groups.ts")> {
  loaded ??= await import("./groups.ts");
  return loaded;
}

/** What is done with groups is downloaded when it is first done. */
export function groupsOf(parts: GroupsParts): Groups {
  const calls = async () => new (await loadGroups()).GroupCalls(parts);
  return {
    ...onceLoaded(calls, "create", "add", "changeMembers", "set", "answer", "leave"),
    ...onceLoaded(calls, "link", "revokeLink", "look", "join", "members", "readers"),
  };
}
