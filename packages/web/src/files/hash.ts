/** Smaller ones are hashed by WebCrypto, without a worker. */
const SMALL_BYTES_MAX = 4 * 1024 * 1024;

/** SHA-256 of a file, beside the thread that draws. Rejects when the file cannot be read. */
export async function hashFile(file: Blob): Promise<Uint8Array> {
  if (file.size <= SMALL_BYTES_MAX) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  }
  const worker = new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" });
  try {
    return await digestBy(worker, file);
  } finally {
    worker.terminate();
  }
}

function digestBy(worker: Worker, file: Blob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<Uint8Array | null>) => {
      if (data) resolve(data);
      else reject(new Error("The file could not be read."));
    });
    worker.addEventListener("error", () => reject(new Error("The worker could not be loaded.")));
    worker.postMessage(file);
  });
}
