import { partTexts } from "../i18n/part-texts.ts";
import type { MessageTexts } from "./texts.en.ts";

/** The texts about what one does with messages, and what is downloaded with them. */
export const { texts: m, part: messagePart } = partTexts<MessageTexts>({
  "zh-CN": () => import("./texts.zh-CN.ts"),
  en: () => import("./texts.en.ts"),
});
