import type { VideoInput } from "@feiliao/client";
import { encodePicture } from "../picture/encode.ts";

const POSTER_SIDE_MAX = 960;
/** The first picture of a video is often black. */
const POSTER_AT_S = 0.6;
/** A video whose first pictures do not come in this time is no video for this browser. */
const READ_MS_MAX = 15_000;

type VideoType = VideoInput["mime"];

export function isVideoType(type: string): type is VideoType {
  return type === "video/mp4" || type === "video/webm";
}

/** Reads size, length and a poster out of a video, here on the device. Rejects for what cannot be played here. */
export async function readVideo(file: Blob, mime: VideoType): Promise<VideoInput> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  const url = URL.createObjectURL(file);
  const limit = AbortSignal.timeout(READ_MS_MAX);
  try {
    const ready = happens(video, "loadeddata", limit);
    video.src = url;
    await ready;
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) throw new Error("The file has sound only.");
    const sought = happens(video, "seeked", limit);
    video.currentTime = Number.isFinite(video.duration) ? Math.min(POSTER_AT_S, video.duration / 2) : 0;
    await sought;
    const picture = await encodePicture(await frameOf(video), { kind: "fit", side: POSTER_SIDE_MAX });
    const { bytes, thumbhash } = picture;
    const poster_mime = picture.mime === "image/jpeg" ? picture.mime : "image/webp"; // the encoder makes no others
    const duration_ms = Number.isFinite(video.duration) ? Math.round(video.duration * 1_000) : 0;
    return { blob: file, mime, width, height, duration_ms, poster: { bytes, mime: poster_mime, thumbhash } };
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

function happens(video: HTMLVideoElement, event: "loadeddata" | "seeked", limit: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener("error", () => reject(new Error("The browser cannot play it.")), { once: true });
    limit.addEventListener("abort", () => reject(limit.reason), { once: true });
  });
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")!.drawImage(video, 0, 0);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no frame"))), "image/png");
  });
}
