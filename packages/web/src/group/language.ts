import { partTexts } from "../i18n/part-texts.ts";
import type { GroupTexts } from "./texts.en.ts";

/** The texts about groups, and what is downloaded with them. */
export const { texts: g, part: groupPart } = partTexts<GroupTexts>({
  "zh-CN": () => import("./texts.zh-CN.ts"),
  en: () => import("./texts.en.ts"),
});
