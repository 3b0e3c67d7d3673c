import { existsSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { PAGE_HEADERS } from "./security-headers.ts";

const COMPRESSED = new Set([".html", ".js", ".css", ".json", ".svg", ".webmanifest", ".wasm"]);
const HASHED_NAME = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** What the carrier simulator shows are sign-up codes, and the operator's page is his: only their own routes hand them out. */
type GuardedPage = "phones.html" | "operator.html";
const GUARDED: ReadonlySet<string> = new Set<GuardedPage>(["phones.html", "operator.html"]);
/** Pages of their own besides the app's, by their paths. */
const PAGES: Record<string, string> = { s: "s.html" };
/** Build notes, and anything that tries to leave the folder. */
const HIDDEN = /(^|\/)\.|\0/;

interface Asset {
  bytes: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer> | null;
  headers: Record<string, string>;
}

/** The built web app. Files are read and compressed once, when first asked for. */
export class StaticFiles {
  readonly #folder: string;
  readonly #assets = new Map<string, Promise<Asset | null>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file of the app, or its page for paths that are places inside the app; null for other paths. */
  async respond(request: Request, path: string): Promise<Response | null> {
    const name = normalize(decodePath(path)).replace(/^\/+/, "");
    if (GUARDED.has(name) || HIDDEN.test(name)) return null;
    return this.#respond(request, name);
  }

  /** A page that is not for everybody; who asks has been checked. */
  respondGuarded(request: Request, name: GuardedPage): Promise<Response | null> {
    return this.#respond(request, name);
  }

  async #respond(request: Request, name: string): Promise<Response | null> {
    if (request.method !== "GET" && request.method !== "HEAD") return null;
    const asset =
      (await this.#asset(PAGES[name] ?? (name || "index.html"))) ??
      (extname(name) === "" ? await this.#asset("index.html") : null);
    if (!asset) return null;
    const zipped = asset.gzip && (request.headers.get("accept-encoding") ?? "").includes("gzip");
    const headers = zipped ? { ...asset.headers, "content-encoding": "gzip" } : asset.headers;
    return new Response(request.method === "HEAD" ? null : zipped ? asset.gzip : asset.bytes, { headers });
  }

  #asset(name: string): Promise<Asset | null> {
    let asset = this.#assets.get(name);
    if (!asset) {
      asset = this.#read(name);
      this.#assets.set(name, asset);
      const forget = () => this.#assets.delete(name);
      asset.then((found) => found ?? forget(), forget);
    }
    return asset;
  }

  async #read(name: string): Promise<Asset | null> {
    const path = join(this.#folder, name);
    if (!existsSync(path) || !(await Bun.file(path).exists())) return null;
    const bytes = new Uint8Array(await Bun.file(path).arrayBuffer());
    const headers = {
      ...PAGE_HEADERS,
      "content-type": Bun.file(path).type,
      "cache-control": HASHED_NAME.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
    };
    return { bytes, gzip: COMPRESSED.has(extname(name)) ? Bun.gzipSync(bytes) : null, headers };
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "\0";
  }
}
