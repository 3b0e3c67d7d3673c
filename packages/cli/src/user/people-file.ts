import { readFileSync } from "node:fs";
import { parseNumber } from "@feiliao/server/accounts/number";

export interface PersonToImport {
  number: string;
  name: string;
}

/** Lines of `number,name`. @throws naming the line that does not fit */
export function readPeople(path: string): PersonToImport[] {
  const lines = readFileSync(path, "utf8").split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [number = "", ...name] = line.split(",");
    try {
      return [{ number: parseNumber(number).e164, name: name.join(",").trim() || number }];
    } catch {
      throw new Error(`line ${index + 1} of ${path} does not begin with a phone number`);
    }
  });
}

const FIRST_GENERATED = 13_900_000_000;

/** Made-up people with consecutive numbers. */
export function generatedPeople(count: number): PersonToImport[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `+86${FIRST_GENERATED + index}`,
    name: `Person ${index}`,
  }));
}
