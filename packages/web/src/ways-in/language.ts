import { partTexts } from "../i18n/part-texts.ts";
import type { WaysInTexts } from "./texts.en.ts";

/** The texts about signing in when no SMS comes, and what is downloaded with them. */
export const { texts: w, part: wayInPart } = partTexts<WaysInTexts>({
  "zh-CN": () => import("./texts.zh-CN.ts"),
  en: () => import("./texts.en.ts"),
});
