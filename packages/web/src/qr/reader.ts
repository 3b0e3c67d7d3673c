/** Finds a QR code in a picture. */
export type QrReader = (picture: ImageBitmapSource) => Promise<string | null>;

interface Detector {
  detect(picture: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: ["qr_code"] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

declare global {
  interface Window {
    /** Shape Detection API: phones have it, few PCs do. */
    BarcodeDetector?: DetectorClass;
  }
}

/** The browser's own reader where it has one, else one that is downloaded. */
export async function qrReader(): Promise<QrReader> {
  const Detector = (await ownDetector()) ?? (await downloadedDetector());
  const detector = new Detector({ formats: ["qr_code"] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}

async function ownDetector(): Promise<DetectorClass | null> {
  const own = window.BarcodeDetector;
  if (!own) return null;
  const formats = await own.getSupportedFormats().catch(() => [] as string[]);
  return formats.includes("qr_code") ? own : null;
}

async function downloadedDetector(): Promise<DetectorClass> {
  return (await import("qr/decode.js")).BarcodeDetector as unknown as DetectorClass;
}
