import { join } from "node:path";
import { z } from "zod";
import { PLACEHOLDERS } from "../http/placeholders.ts";
import { carriersFile } from "./link-settings.ts";

/** Where the reference of the carriers file is kept. */
export const FIELDS_FILE = join(import.meta.dir, "../../../../../../docs/carriers/fields.md");

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
}

/** Every field of the carriers file as a page, from the schema that reads it. */
export function renderFields(): string {
  const links = jsonSchema().properties?.links?.items?.oneOf ?? [];
  const protocol = (link: Schema) => String(link.properties?.protocol?.const);
  const names = (link: Schema) => Object.keys(link.properties ?? {});
  const common = names(links[0] ?? {}).filter(
    (name) => name !== "protocol" && links.every((link) => describesAlike(link, links[0], name)),
  );
  const sections = links.map((link) => {
    const own = names(link).filter((name) => name !== "protocol" && !common.includes(name));
    return `## \`"protocol": "${protocol(link)}"\`\n\n${table(link, own)}`;
  });
  return `# Fields of the carriers file

Generated from the schema that reads it; [carriers.md](../carriers.md) explains what they are for. A field without a default is needed, unless it says optional.

## Every link

${table(links[0] ?? {}, common)}

${sections.join("\n\n")}

## Placeholders in requests to a provider

${PLACEHOLDERS.map((name) => `\`{${name}}\``).join(", ")}, \`{secret:name}\` and \`{basic:user:password}\` (two secrets, as HTTP's basic authentication writes them).
`;
}

function jsonSchema(): Schema {
  return z.toJSONSchema(carriersFile, { io: "input" }) as Schema;
}

function describesAlike(one: Schema, other: Schema | undefined, name: string): boolean {
  return JSON.stringify(one.properties?.[name]) === JSON.stringify(other?.properties?.[name]);
}

function table(link: Schema, names: readonly string[]): string {
  const rows = names.flatMap((name) => rowsOf(name, link.properties?.[name] ?? {}, isNeeded(link, name)));
  return ["| Field | Value | Default | |", "|---|---|---|---|", ...rows].join("\n");
}

const isNeeded = ({ required = [] }: Schema, name: string) => required.includes(name);

/** A field, and those inside it. */
function rowsOf(name: string, schema: Schema, needed: boolean): string[] {
  const shown = schema.default === undefined ? (needed ? "" : "optional") : code(schema.default);
  const row = `| \`${name}\` | ${kindOf(schema)} | ${shown} | ${schema.description ?? ""} |`;
  const inner = innerOf(schema);
  const rows = Object.entries(inner.schema.properties ?? {}).flatMap(([each, value]) =>
    rowsOf(`${name}${inner.suffix}.${each}`, value, isNeeded(inner.schema, each)),
  );
  return isReference(schema) ? [row] : [row, ...rows];
}

/** References to secrets explain themselves. */
const isReference = ({ anyOf }: Schema) => anyOf?.some(({ properties }) => properties?.env) ?? false;

function innerOf(schema: Schema): { schema: Schema; suffix: string } {
  if (schema.properties) return { schema, suffix: "" };
  const object = schema.anyOf?.find(({ properties }) => properties);
  if (object) return { schema: object, suffix: "" };
  if (typeof schema.additionalProperties === "object") {
    return { schema: schema.additionalProperties, suffix: ".*" };
  }
  return { schema: schema.items ?? {}, suffix: "[]" };
}

function kindOf(schema: Schema): string {
  if (isReference(schema)) return "secret";
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(" · ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(kindOf))].join(" · ");
  if (schema.type === "array") return `list of ${kindOf(schema.items ?? {})}`;
  if (schema.type === "object" && !schema.properties) return "object by name";
  return schema.type ?? "any JSON";
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

if (import.meta.main) {
  await Bun.write(FIELDS_FILE, renderFields());
  console.log("docs/carriers/fields.md");
}
