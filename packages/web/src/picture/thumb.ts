import { thumbHashToRGBA } from "thumbhash";

/** Draws the blurred preview that travels with a message; one that cannot be read leaves the plain colour. */
export function drawThumbHash(canvas: HTMLCanvasElement, base64: string): void {
  if (base64 === "") return;
  try {
    const hash = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { w, h, rgba } = thumbHashToRGBA(hash);
    canvas.width = w;
    canvas.height = h;
    canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
  } catch (error) {
    console.warn("A preview could not be drawn.", error);
  }
}
