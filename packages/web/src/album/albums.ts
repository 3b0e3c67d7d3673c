import type { MessageView } from "@feiliao/client";

/** As many pictures as one grid shows. */
export const ALBUM_MAX = 9;

/** Where a message stands: `first` draws the grid of all, `rest` is drawn there and takes no room of its own. */
export type AlbumPlace =
  | { kind: "alone" }
  | { kind: "first"; members: readonly MessageView[] }
  | { kind: "rest" };

const ALONE: AlbumPlace = { kind: "alone" };
const REST: AlbumPlace = { kind: "rest" };

/** Pictures of one album that follow each other are one grid. `breaks`: something stands between a message and the one before. */
export function albumPlaces(
  messages: readonly MessageView[],
  breaks: (index: number) => boolean,
): AlbumPlace[] {
  const places: AlbumPlace[] = [];
  for (let start = 0; start < messages.length; ) {
    const album_id = albumOf(messages[start]!);
    let end = start + 1;
    if (album_id !== undefined) {
      const goesOn = () =>
        end < messages.length &&
        end - start < ALBUM_MAX &&
        albumOf(messages[end]!) === album_id &&
        !breaks(end);
      while (goesOn()) end++;
    }
    const members = messages.slice(start, end);
    places.push(members.length > 1 ? { kind: "first", members } : ALONE, ...members.slice(1).map(() => REST));
    start = end;
  }
  return places;
}

function albumOf({ content }: MessageView): string | undefined {
  return content.type === "image" ? content.album_id : undefined;
}

export function samePlace(a: AlbumPlace, b: AlbumPlace): boolean {
  if (a.kind !== "first" || b.kind !== "first") return a.kind === b.kind;
  const { members } = b;
  return (
    a.members.length === members.length && a.members.every((message, index) => message === members[index])
  );
}
