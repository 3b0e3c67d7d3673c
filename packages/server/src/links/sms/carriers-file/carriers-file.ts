import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { carriersFile, type LinkSettings } from "./link-settings.ts";
import type { SecretReference } from "./secret-reference.ts";

/** What is wrong with the carriers file, and where: `links[0].price_fen: …`. Names no secret. */
export class CarriersFileError extends Error {
  override readonly name = "CarriersFileError";
}

/** Where we cannot send without a number of ours, or nobody could answer. */
export function numberNeeded(place: string): CarriersFileError {
  return new CarriersFileError(`${place}.number: is needed`);
}

/** A secret, as the link that needs it gets it. @throws {CarriersFileError} when it is not there */
export type ReadSecret = (reference: SecretReference, place: string) => string;

/** Their numbers have no country: one of another country would be read as a handset of the mainland. */
const MAINLAND_ONLY: ReadonlySet<string> = new Set(["cmpp", "sgip", "smgp"]);

/** @throws {CarriersFileError} saying what is wrong, and where */
export function parseCarriersFile(text: string): readonly LinkSettings[] {
  const parsed = carriersFile.safeParse(jsonIn(text));
  if (!parsed.success) throw new CarriersFileError(parsed.error.issues.map(describe).join("; "));
  const { links } = parsed.data;
  const ids = links.map(({ id }) => id);
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated >= 0) {
    throw new CarriersFileError(`links[${repeated}].id: "${ids[repeated]}" is the id of another link`);
  }
  const abroad = links.findIndex(
    ({ protocol, serves }) => MAINLAND_ONLY.has(protocol) && serves.includes("world"),
  );
  if (abroad >= 0) {
    throw new CarriersFileError(
      `links[${abroad}].serves: ${links[abroad]!.protocol} carries mainland numbers only, not "world"`,
    );
  }
  return links;
}

/** @throws {CarriersFileError} */
export function readCarriersFile(path: string): readonly LinkSettings[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CarriersFileError(`${path} cannot be read`);
  }
  return parseCarriersFile(text);
}

/** Secrets of the environment, and of files, whose names are relative to the folder of the carriers file. */
export function secretsOf(
  carriers_file: string,
  environment: Readonly<Record<string, string | undefined>>,
): ReadSecret {
  return (reference, place) => {
    if ("env" in reference) {
      const value = environment[reference.env];
      if (!value) throw new CarriersFileError(`${place}.env: ${reference.env} is not set`);
      return value;
    }
    try {
      return readFileSync(resolve(dirname(carriers_file), reference.file), "utf8").trim();
    } catch {
      throw new CarriersFileError(`${place}.file: ${reference.file} cannot be read`);
    }
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (failure) {
    throw new CarriersFileError(`this is not JSON: ${(failure as Error).message}`);
  }
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const place = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
  return `${place || "the file"}: ${message}`;
}
