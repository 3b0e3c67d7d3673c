import type { Page } from "playwright-core";
import { decodeQR } from "qr/decode.js";

/** What the QR code on the screen says, read from the pixels as a camera would. */
export async function readQrCode(page: Page): Promise<string> {
  const picture = await page.getByTestId("qr-code").screenshot({ type: "png" });
  const pixels = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(bitmap, 0, 0);
    const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, data: [...data] };
  }, picture.toString("base64"));
  return decodeQR({ ...pixels, data: Uint8Array.from(pixels.data) });
}
