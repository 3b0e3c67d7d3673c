/**
 * Opens the app without the network. Stores the files of one build and nothing else: what people say to each
 * other is kept by the client SDK, and `/v1` is never touched here.
 */
declare const __PRECACHE__: { version: string; urls: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const build = __PRECACHE__;
const CACHE = `feiliao-${build.version}`;
/** Paths the app itself routes; see navigation/router.ts. */
const APP_PATH = /^\/(?:c\/[^/]+|settings|link)?$/;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(build.urls)));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldBuilds());
});

worker.addEventListener("message", (event) => {
  if (event.data === "take_over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (APP_PATH.test(url.pathname)) event.respondWith(fromCacheOrNetwork("/"));
  } else if (build.urls.includes(url.pathname)) {
    event.respondWith(fromCacheOrNetwork(url.pathname));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(fromNetworkOnce(request));
  }
});

async function fromCacheOrNetwork(path: string): Promise<Response> {
  return (await caches.match(path, { cacheName: CACHE })) ?? fetch(path);
}

/** Built files carry a hash of their content in the name, so one fetch is enough, by whichever build. */
async function fromNetworkOnce(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await caches.open(CACHE).then((cache) => cache.put(request, response.clone()));
  return response;
}

/** All but the one before this: other tabs may still run it and need its parts. */
async function forgetOldBuilds(): Promise<void> {
  const names = await caches.keys(); // in the order they were made
  const others = names.filter((name) => name.startsWith("feiliao-") && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}
