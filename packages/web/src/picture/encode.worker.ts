import type { PictureInput } from "@feiliao/client";
import { rgbaToThumbHash } from "thumbhash";
import { fitWithin, squareOf } from "./geometry.ts";

export interface EncodeRequest {
  id: number;
  file: Blob;
  /** `fit`: the whole picture, its longest side at most `side`. `square`: the middle of it, `side` wide and high. */
  shape: { kind: "fit" | "square"; side: number };
}

export interface EncodeAnswer {
  id: number;
  picture: PictureInput | null;
}

const QUALITY = 0.8;
/** ThumbHash takes at most 100 × 100 pixels. */
const THUMB_SIDE_MAX = 100;

self.addEventListener("message", async ({ data }: MessageEvent<EncodeRequest>) => {
  const picture = await encode(data).catch(() => null);
  self.postMessage({ id: data.id, picture } satisfies EncodeAnswer);
});

async function encode({ file, shape }: EncodeRequest): Promise<PictureInput> {
  const source = await createImageBitmap(file, { imageOrientation: "from-image" });
  const from =
    shape.kind === "square" ? squareOf(source) : { x: 0, y: 0, width: source.width, height: source.height };
  const size = fitWithin(from, shape.side);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(source, from.x, from.y, from.width, from.height, 0, 0, size.width, size.height);
  const blob = await compress(canvas);
  return {
    bytes: new Uint8Array(await blob.arrayBuffer()),
    mime: blob.type as PictureInput["mime"],
    ...size,
    thumbhash: thumbHash(canvas),
  };
}

/** WebP where the browser can write it, else JPEG, which has no transparency: what is see-through becomes white. */
async function compress(canvas: OffscreenCanvas): Promise<Blob> {
  const webp = await canvas.convertToBlob({ type: "image/webp", quality: QUALITY });
  if (webp.type === "image/webp") return webp;
  const context = canvas.getContext("2d")!;
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

function thumbHash(picture: OffscreenCanvas): string {
  const { width, height } = fitWithin(picture, THUMB_SIDE_MAX);
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(picture, 0, 0, width, height);
  const hash = rgbaToThumbHash(width, height, context.getImageData(0, 0, width, height).data);
  return btoa(String.fromCharCode(...hash));
}
