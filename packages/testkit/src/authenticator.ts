import { createHash, randomBytes } from "node:crypto";
import type { Output, PasskeyAssertion, PasskeyAttestation } from "@feiliao/protocol";

const FLAG_USER_PRESENT = 0x01;
const FLAG_USER_VERIFIED = 0x04;
const FLAG_ATTESTED_DATA = 0x40;

interface Credential {
  id: Buffer;
  keys: CryptoKeyPair;
  rp_id: string;
  uses: number;
}

/** A security key in software (WebAuthn Level 3): one credential a relying party, ES256, attestation "none". */
export class Authenticator {
  /** What the browser around it says the page's origin is. */
  readonly #origin: string;
  #credential: Credential | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** As navigator.credentials.create. */
  async create({ challenge, rp }: Output<"passkey/register-start">): Promise<PasskeyAttestation> {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
    const id = randomBytes(16);
    this.#credential = { id, keys, rp_id: rp.id, uses: 0 };
    const flags = FLAG_USER_PRESENT | FLAG_USER_VERIFIED | FLAG_ATTESTED_DATA;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, await coseKey(keys.publicKey)]);
    const data = Buffer.concat([this.#authenticatorData(flags), attested]);
    return {
      passkey_id: id.toString("base64url"),
      client_data: this.#clientData("webauthn.create", challenge),
      attestation_object: attestationObject(data).toString("base64url"),
      transports: ["internal"],
    };
  }

  /** As navigator.credentials.get. `verified` false: it was only touched. */
  async get(
    { challenge }: Pick<Output<"passkey/challenge">, "challenge">,
    verified = true,
  ): Promise<PasskeyAssertion> {
    const { id, keys } = this.#required();
    const flags = FLAG_USER_PRESENT | (verified ? FLAG_USER_VERIFIED : 0);
    const data = this.#authenticatorData(flags);
    const client_data = this.#clientData("webauthn.get", challenge);
    const hash = createHash("sha256").update(Buffer.from(client_data, "base64url")).digest();
    const signature = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      keys.privateKey,
      Buffer.concat([data, hash]),
    );
    return {
      passkey_id: id.toString("base64url"),
      client_data,
      authenticator_data: data.toString("base64url"),
      signature: derSignature(Buffer.from(signature)).toString("base64url"),
    };
  }

  #required(): Credential {
    if (!this.#credential) throw new Error("no credential was made");
    return this.#credential;
  }

  /** WebAuthn, section 6.1: hash of the relying party, flags, counter. */
  #authenticatorData(flags: number): Buffer {
    const credential = this.#required();
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags);
    rest.writeUInt32BE(++credential.uses, 1);
    return Buffer.concat([createHash("sha256").update(credential.rp_id).digest(), rest]);
  }

  #clientData(type: string, challenge: string): string {
    const text = JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false });
    return Buffer.from(text).toString("base64url");
  }
}

/** COSE_Key of an ES256 key (RFC 9053, section 7.1.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
async function coseKey(key: CryptoKey): Promise<Buffer> {
  const point = Buffer.from(await crypto.subtle.exportKey("raw", key)); // 0x04, x, y
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  const bytes = (value: Buffer) => Buffer.concat([Buffer.from([0x58, value.length]), value]);
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
  return Buffer.concat([head, bytes(x), Buffer.from([0x22]), bytes(y)]);
}

/** CBOR (RFC 8949) of {"fmt": "none", "attStmt": {}, "authData": data}. */
function attestationObject(data: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    ...[text("fmt"), text("none"), text("attStmt"), Buffer.from([0xa0])],
    ...[text("authData"), length, data],
  ]);
}

/** What WebCrypto gives as r and s side by side, as the ASN.1 sequence that WebAuthn has (section 6.5.5). */
function derSignature(raw: Buffer): Buffer {
  const integer = (value: Buffer) => {
    const start = value.findIndex((byte) => byte !== 0);
    const digits = value.subarray(start);
    const positive = digits[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
    return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
  };
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
