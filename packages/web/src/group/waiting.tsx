import { g } from "./language.ts";

/** In the list: an admin has not let this person in yet. */
export function Waiting() {
  return <span>{g().join.waiting}</span>;
}
