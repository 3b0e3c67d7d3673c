import type { AccountId, BlobId, LinkPreview } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Blobs } from "../blobs/blobs.ts";
import { BoundedMap } from "../platform/bounded-map.ts";
import type { Clock } from "../platform/clock.ts";
import type { Secret } from "../platform/secret.ts";
import type { MediaStore } from "../store/media-store.ts";
import { decodePage } from "./decode-page.ts";
import { type Fetched, guardedFetch, type Wanted } from "./guarded-fetch.ts";
import { type ImageHeader, readImageHeader } from "./image-header.ts";
import type { Outside } from "./outside.ts";
import { describePage, SITE_CHARACTERS_MAX } from "./page-description.ts";
import { sealPreview, verifyPreview } from "./preview-seal.ts";
import { Refusal } from "./refusal.ts";
import { hostOf, webAddress } from "./web-address.ts";

/** For everything that one preview needs, names and redirects and the picture included. */
const FETCH_MS_MAX = 5_000;
const FETCHES_MAX = 16;
const BUSY_RETRY_AFTER_S = 2;
const KEPT_MS = 3_600_000;
/** A site that did not answer may do so soon. */
const KEPT_EMPTY_MS = 5 * 60_000;
const KEPT_MAX = 2_000;
const PIXELS_MAX = 40_000_000;
const SIDE_MAX = 16_384;

const PAGE: Wanted = {
  accept: "text/html,application/xhtml+xml;q=0.9",
  takes: (type) => type === "text/html" || type === "application/xhtml+xml",
  bytes_max: 512 * 1024,
  beginning: true, // what a page says of itself stands in its head
};
const IMAGE: Wanted = {
  accept: "image/webp,image/png,image/jpeg,image/gif",
  takes: (type) => type.startsWith("image/") && type !== "image/svg+xml",
  bytes_max: 2 * 1024 * 1024,
  beginning: false,
};

type Preview = Omit<LinkPreview, "seal">;

interface Parts {
  /** Null: this server fetches no previews. */
  outside: Outside | null;
  blobs: Blobs;
  media: Pick<MediaStore, "grant">;
  secret: Secret;
  clock: Clock;
}

/**
 * What pages say about themselves, fetched by the server, so that the devices of those who write and read a link never
 * contact the site. Kept for an hour; many who ask at once share one fetch.
 */
export class Previews {
  readonly #parts: Parts;
  readonly #kept = new BoundedMap<string, { preview: Preview | null; until: number }>(KEPT_MAX);
  readonly #running = new Map<string, Promise<Preview | null>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Sealed, and its picture granted to the account; null when there is nothing to show. @throws overloaded */
  async of(account_id: AccountId, text: string): Promise<LinkPreview | null> {
    const { outside, media, secret } = this.#parts;
    if (!outside || !URL.canParse(text)) return null;
    const { href } = new URL(text);
    const preview = this.#fresh(href) ?? (await this.#shared(outside, href));
    if (!preview) return null;
    if (preview.image) await media.grant(account_id, preview.image.blob_id, 0);
    return sealPreview(secret, preview);
  }

  /** Whether this service made the preview, and nobody has changed it since. */
  made(preview: LinkPreview): boolean {
    return verifyPreview(this.#parts.secret, preview);
  }

  /** Undefined when it must be fetched. */
  #fresh(href: string): Preview | null | undefined {
    const kept = this.#kept.get(href);
    return kept && kept.until > this.#parts.clock.now() ? kept.preview : undefined;
  }

  #shared(outside: Outside, href: string): Promise<Preview | null> {
    const running = this.#running.get(href);
    if (running) return running;
    if (this.#running.size >= FETCHES_MAX)
      throw new FeiliaoError("overloaded", { retry_after_s: BUSY_RETRY_AFTER_S });
    const fetching = this.#inTime((signal) => this.#make(outside, href, signal))
      .then((preview) => this.#keep(href, preview))
      .finally(() => this.#running.delete(href));
    this.#running.set(href, fetching);
    return fetching;
  }

  #keep(href: string, preview: Preview | null): Preview | null {
    const until = this.#parts.clock.now() + (preview ? KEPT_MS : KEPT_EMPTY_MS);
    this.#kept.set(href, { preview, until });
    return preview;
  }

  async #inTime<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#parts;
    const ending = new AbortController();
    const timer = clock.setTimeout(() => ending.abort(), FETCH_MS_MAX);
    try {
      return await action(ending.signal);
    } finally {
      clock.clearTimeout(timer);
    }
  }

  async #make(outside: Outside, href: string, signal: AbortSignal): Promise<Preview | null> {
    const page = await unlessRefused(() => guardedFetch(outside, webAddress(href), PAGE, signal));
    if (!page) return null;
    const { site, title, description, image } = describePage(decodePage(page.bytes, page.charset));
    if (title === "") return null;
    const preview = {
      url: href,
      site: site || hostOf(page.url).slice(0, SITE_CHARACTERS_MAX),
      title,
      description,
    };
    const picture = image && (await unlessRefused(() => this.#image(outside, page, image, signal)));
    return picture ? { ...preview, image: picture } : preview;
  }

  async #image(
    outside: Outside,
    page: Fetched,
    address: string,
    signal: AbortSignal,
  ): Promise<(ImageHeader & { blob_id: BlobId; size: number }) | null> {
    const { bytes } = await guardedFetch(outside, webAddress(address, page.url), IMAGE, signal);
    const header = readImageHeader(bytes);
    if (!header || !isShowable(header)) return null;
    return { blob_id: await this.#parts.blobs.put(bytes), size: bytes.length, ...header };
  }
}

/** A small file can unpack to more pixels than a phone has memory for. */
function isShowable({ width, height }: ImageHeader): boolean {
  return Math.min(width, height) > 0 && Math.max(width, height) <= SIDE_MAX && width * height <= PIXELS_MAX;
}

async function unlessRefused<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (failure) {
    if (failure instanceof Refusal) return null;
    throw failure;
  }
}
