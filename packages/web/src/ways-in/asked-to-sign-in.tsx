import { wayInPart } from "./language.ts";

/** The question with its texts, for a page that hardly ever asks it. */
export const AskedToSignIn = wayInPart(() =>
  import("./sign-in-request.tsx").then((module) => module.SignInRequest),
);
