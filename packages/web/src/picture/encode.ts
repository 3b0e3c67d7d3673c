import type { PictureInput } from "@feiliao/client";
import type { EncodeAnswer, EncodeRequest } from "./encode.worker.ts";

let worker: Worker | undefined;
let requests = 0;
const waiting = new Map<number, (answer: EncodeAnswer) => void>();

/** Longest side of a picture in a conversation, and the side of a person's square picture, in pixels. */
export const PICTURE_SIDE_MAX = 1600;
export const AVATAR_SIDE = 256;

/** Decodes and encodes again, which leaves position, camera and every other metadata behind. Rejects for what is no picture. */
export async function encodePicture(file: Blob, shape: EncodeRequest["shape"]): Promise<PictureInput> {
  const id = ++requests;
  const answer = await new Promise<EncodeAnswer>((resolve) => {
    waiting.set(id, resolve);
    encoder().postMessage({ id, file, shape } satisfies EncodeRequest);
  });
  if (!answer.picture) throw new Error("The file is not a picture this browser can read.");
  return answer.picture;
}

function encoder(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./encode.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<EncodeAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  // A worker that could not be loaded answers nobody; the next picture tries another one.
  worker.addEventListener("error", () => {
    worker = undefined;
    for (const [id, answer] of waiting) answer({ id, picture: null });
    waiting.clear();
  });
  return worker;
}
