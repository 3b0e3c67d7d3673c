export const FILE_BYTES_MAX = 100 * 1024 * 1024;
const ALBUM_MAX = 9;

export interface SortedFiles<F> {
  /** Pictures as they are sent together: alone, or up to nine in an album. */
  albums: F[][];
  videos: F[];
  files: F[];
  too_large: F[];
  empty: F[];
}

interface FileLike {
  type: string;
  size: number;
}

/** Formats that browsers draw; drawings as SVG can hold anything and go as files. */
const PICTURE = /^image\/(?:jpeg|png|webp|gif|avif|heic|heif|bmp)$/;

/** What becomes of files that were chosen, dropped or pasted. `unchanged`: also pictures and videos go as files. */
export function sortFiles<F extends FileLike>(chosen: readonly F[], unchanged: boolean): SortedFiles<F> {
  const fitting = chosen.filter(({ size }) => size > 0 && size <= FILE_BYTES_MAX);
  const is = (file: F): "picture" | "video" | "file" => {
    if (unchanged) return "file";
    if (PICTURE.test(file.type)) return "picture";
    return file.type === "video/mp4" || file.type === "video/webm" ? "video" : "file";
  };
  const pictures = fitting.filter((file) => is(file) === "picture");
  return {
    albums: Array.from({ length: Math.ceil(pictures.length / ALBUM_MAX) }, (_, index) =>
      pictures.slice(index * ALBUM_MAX, (index + 1) * ALBUM_MAX),
    ),
    videos: fitting.filter((file) => is(file) === "video"),
    files: fitting.filter((file) => is(file) === "file"),
    too_large: chosen.filter(({ size }) => size > FILE_BYTES_MAX),
    empty: chosen.filter(({ size }) => size === 0),
  };
}
