import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
    const mac = createHmac("sha256", this.#key);
    for (const part of [purpose, ...parts]) mac.update(`${Buffer.byteLength(part)}:${part}`);
    return mac.digest();
  }

  verify(mac: Uint8Array, purpose: string, ...parts: string[]): boolean {
    const expected = this.derive(purpose, ...parts);
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  }
}

/** Reads the secret from a file, or makes one that only the owner may read. */
export function loadSecret(path: string, random: Random): Secret {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(random.bytes(SECRET_BYTES)).toString("hex"), { mode: 0o600, flag: "wx" });
  }
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

export function sha256(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}
