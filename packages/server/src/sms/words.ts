import type { EntryContent, Fold } from "@feiliao/protocol";
import type { SmsLocale } from "./wording.ts";

const LABELS = {
  "zh-CN": {
    voice: "语音",
    image: "图片",
    video: "视频",
    file: "文件",
    location: "位置",
    contact_card: "名片",
  },
  en: {
    voice: "voice",
    image: "picture",
    video: "video",
    file: "file",
    location: "place",
    contact_card: "contact",
  },
} as const;

/**
 * A message as an SMS says it: its text as it reads now, or what it is and a link that shows it without the app. Null: there
 * is nothing to say, since it was recalled, has disappeared, is still spoken, or is no message.
 *
 * @param link makes the link, for content that needs one
 */
export function wordsOf(
  content: EntryContent,
  fold: Fold | undefined,
  locale: SmsLocale,
  link: () => string,
): string | null {
  if (fold?.recalled) return null;
  const label = (kind: keyof (typeof LABELS)["en"], more = "") =>
    `[${LABELS[locale][kind]}${more && ` ${more}`}]`;
  switch (content.type) {
    case "text":
      return fold?.edit?.text ?? content.text;
    case "voice": {
      const end = fold?.talk_end;
      const said = end !== undefined && end.outcome !== "cancelled" && end.packets > 0;
      return said ? `${label("voice", duration(end.duration_ms))} ${link()}` : null;
    }
    case "image":
      return captioned(label("image"), link(), fold?.edit?.text ?? content.caption);
    case "video":
      return captioned(
        label("video", duration(content.duration_ms)),
        link(),
        fold?.edit?.text ?? content.caption,
      );
    case "file":
      return captioned(label("file", content.name), link(), fold?.edit?.text ?? content.caption);
    case "location": {
      const { latitude, longitude, name = "" } = content;
      return `${label("location", name)} ${latitude.toFixed(5)},${longitude.toFixed(5)}`;
    }
    case "contact_card":
      return `${label("contact_card", content.name)} ${content.address.replace(/^tel:/, "")}`;
    default:
      return null;
  }
}

function captioned(label: string, link: string, caption: string | undefined): string {
  return caption === undefined ? `${label} ${link}` : `${label} ${link} ${caption}`;
}

/** As in 0:07. */
function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
