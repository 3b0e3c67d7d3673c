export type FileKind =
  | "document"
  | "sheet"
  | "slides"
  | "archive"
  | "picture"
  | "sound"
  | "film"
  | "code"
  | "other";

const EXTENSIONS: Record<Exclude<FileKind, "other">, string> = {
  document: "pdf doc docx odt rtf txt md pages wps",
  sheet: "xls xlsx ods csv numbers et",
  slides: "ppt pptx odp key dps",
  archive: "zip rar 7z tar gz bz2 xz zst",
  picture: "jpg jpeg png gif webp heic heif avif bmp tiff svg psd",
  sound: "mp3 m4a aac flac wav ogg opus amr",
  film: "mp4 mov webm mkv avi m4v",
  code: "js ts py java c cpp h go rs json xml html css sh sql",
};
const KIND_OF = new Map<string, FileKind>(
  Object.entries(EXTENSIONS).flatMap(([kind, list]) =>
    list.split(" ").map((each) => [each, kind as FileKind]),
  ),
);

/** What people take a file for, by its name: it says more than the type that some browser guessed. */
export function fileKind(name: string): FileKind {
  return KIND_OF.get(extensionOf(name)) ?? "other";
}

/** In lower case, without the dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? "";
}
