import { createHash } from "node:crypto";

/**
 * MD5(name ‖ zeros ‖ secret ‖ MMDDHHMMSS as ten digits): how CMPP and SMGP prove that both know the secret. They
 * differ in the number of zeros only.
 */
export function loginDigest(name: string, zeros: number, secret: string, timestamp: number): Uint8Array {
  return md5(
    latin1(name),
    new Uint8Array(zeros),
    latin1(secret),
    latin1(String(timestamp).padStart(10, "0")),
  );
}

/** MD5(status ‖ the login's digest ‖ secret): how the gateway proves it in turn. The status as wide as on the wire. */
export function answerDigest(status: Uint8Array, login_digest: Uint8Array, secret: string): Uint8Array {
  return md5(status, login_digest, latin1(secret));
}

function md5(...pieces: Uint8Array[]): Uint8Array {
  const hash = createHash("md5");
  for (const piece of pieces) hash.update(piece);
  return new Uint8Array(hash.digest());
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
