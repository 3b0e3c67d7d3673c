const EMOJI_MAX = 3;
/** One emoji with its variation selector, skin tone and joined parts (UTS #51 §1.4.9), or a flag. */
const ONE = String.raw`(?:\p{Regional_Indicator}\p{Regional_Indicator}|\p{Emoji_Presentation}\p{Emoji_Modifier}?(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)*|\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)*)`;
const ALONE = new RegExp(`^(?:${ONE}){1,${EMOJI_MAX}}$`, "u");

/** Whether a message is nothing but one to three emoji, which are then shown large. */
export function isOnlyEmoji(text: string): boolean {
  return text.length <= 60 && ALONE.test(text.replace(/\s/gu, ""));
}
