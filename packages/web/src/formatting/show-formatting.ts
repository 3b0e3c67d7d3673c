import { preference } from "../state/preferences.ts";

/** Whether formatted text is shown as such, or as it was typed. */
export const [formatting, chooseFormatting] = preference("formatting", "shown", ["shown", "plain"]);
