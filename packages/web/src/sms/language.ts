import { partTexts } from "../i18n/part-texts.ts";
import type { SmsTexts } from "./texts.en.ts";

/** The texts about SMS, and what is downloaded with them. */
export const { texts: s, part: smsPart } = partTexts<SmsTexts>({
  "zh-CN": () => import("./texts.zh-CN.ts"),
  en: () => import("./texts.en.ts"),
});
