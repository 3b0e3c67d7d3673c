import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Random } from "./random.ts";

const SECRET_BYTES = 32;

/**
 * The server's one secret. Everything keyed (codes, device tokens, sync tokens) is an HMAC under it with a
 * purpose of its own, so that a value made for one purpose proves nothing in another.
 */
export class Secret {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    if (key.length < SECRET_BYTES) throw new Error(`the server secret needs at least ${SECRET_BYTES} bytes`);
    this.#key = key;
  }

  /** HMAC-SHA-256 of the parts, unambiguous in their lengths. */
  derive(purpose: string, ...parts: string[]): Buffer {
    const message = [purpose, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
    return createHmac("sha256", this.#key).update(message).digest();
  }

  verify(mac: Uint8Array, purpose: string, ...parts: string[]): boolean {
    const expected = this.derive(purpose, ...parts);
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  }
}

/** Reads the secret from a file, or makes one that only the owner may read. */
export function loadSecret(path: string, random: Random): Secret {
  if (!existsSync(path)) createSecret(path, random);
  return secretIn(path);
}

/** Reads a secret that was made before. @throws {Error} when there is none, or it is too short */
export function readSecretFile(path: string): Secret {
  if (!existsSync(path)) {
    throw new Error(`names a file that is not there; make it with: openssl rand -hex 32 > ${path}`);
  }
  return secretIn(path);
}

function secretIn(path: string): Secret {
  return new Secret(Buffer.from(readFileSync(path, "utf8").trim(), "hex"));
}

/**
 * The file appears whole or not at all, and stays through a power cut: the tokens that are handed out next are
 * worth nothing without it. Of several servers that start at once, all keep the secret of the first.
 */
function createSecret(path: string, random: Random): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${Buffer.from(random.bytes(8)).toString("hex")}`;
  const file = openSync(draft, "wx", 0o600);
  writeSync(file, Buffer.from(random.bytes(SECRET_BYTES)).toString("hex"));
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure;
  } finally {
    unlinkSync(draft);
  }
  const directory = openSync(folder, "r");
  fsyncSync(directory);
  closeSync(directory);
}

export function sha256(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}
