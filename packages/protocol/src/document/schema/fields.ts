import type { z } from "zod";
import type { Block } from "../page.ts";
import { heading, list, paragraph, table } from "../page.ts";
import { prose } from "../prose.ts";
import { type JsonSchema, jsonSchema } from "./json-schema.ts";
import type { ShapeName } from "./shapes.ts";
import { limitsText, shapeLink, typeText } from "./type-text.ts";
import { VOCABULARY } from "./vocabulary.ts";

/** One row of a table of fields; a field of an object inside another is named by its path. */
export interface Field {
  path: string;
  required: boolean;
  schema: JsonSchema;
}

/** A shape as tables: one for an object, one per variant for a union. */
export function shapeTables(name: ShapeName, schema: z.ZodType): Block[] {
  const described = jsonSchema(schema);
  if (!described.oneOf) return fieldTable(described);
  const shapes = described.oneOf.flatMap(({ shape }) => shape ?? []);
  if (shapes.length === described.oneOf.length) return [list(...shapes.map(shapeLink))];
  return described.oneOf.flatMap((variant) => {
    const type = String(variant.properties?.type?.const);
    return [heading(3, `${name}: ${type}`, `${name}-${type}`), ...fieldTable(variant)];
  });
}

/** The fields of one message of the contract, or a link when it is a shape of its own. */
export function messageTables(schema: z.ZodType): Block[] {
  const described = jsonSchema(schema);
  return described.shape ? [paragraph(`One ${shapeLink(described.shape)}.`)] : fieldTable(described);
}

export function fieldsOf(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const field = { path, required: schema.required?.includes(name) ?? false, schema: property };
    return [field, ...fieldsInside(path, property)];
  });
}

function fieldsInside(path: string, schema: JsonSchema): Field[] {
  if (schema.shape) return [];
  if (schema.items && !schema.items.shape) return fieldsOf(schema.items, `${path}[].`);
  return fieldsOf(schema, `${path}.`);
}

function fieldTable(schema: JsonSchema): Block[] {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return [paragraph("Nothing: an empty object.")];
  const rows = fields.map(({ path, required, schema: type }) => [
    `\`${path}\``,
    typeText(type),
    required ? "yes" : "no",
    limitsText(type),
    descriptionOf(path, type),
  ]);
  return [table(["Field", "Type", "Required", "Limits", "Description"], rows)];
}

function descriptionOf(path: string, { description }: JsonSchema): string {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return prose(description ?? VOCABULARY[path] ?? VOCABULARY[name] ?? "");
}
