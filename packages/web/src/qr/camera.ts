import type { QrReader } from "./reader.ts";

/** Often enough for a hand that is held still, seldom enough for a phone's battery. */
const LOOK_INTERVAL_MS = 150;

/**
 * Shows what the camera sees and calls back with each code that is in it, until stopped.
 *
 * @throws {DOMException} when there is no camera, or it may not be used
 */
export async function watchCamera(
  video: HTMLVideoElement,
  read: QrReader,
  onCode: (text: string) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async (): Promise<void> => {
    if (stopped) return;
    const text = await read(video).catch(() => null);
    if (text && !stopped) onCode(text);
    setTimeout(look, LOOK_INTERVAL_MS);
  };
  void look();
  return stop;
}
