import type { JsonSchema } from "./json-schema.ts";
import { SCALARS } from "./scalars.ts";
import type { ShapeName } from "./shapes.ts";

/** How a type is called in a table: inline markup, with a link where it has a section of its own. */
export function typeText(schema: JsonSchema): string {
  if (schema.shape) return shapeLink(schema.shape);
  if (schema.title && schema.title in SCALARS) return `[${schema.title}](shapes#ids)`;
  if (schema.anyOf) return schema.anyOf.map(typeText).join(" or ");
  if (schema.enum) return schema.enum.map(literal).join(" or ");
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.items)
    return `list of ${schema.items.shape || schema.items.title ? typeText(schema.items) : plural(schema.items)}`;
  return typesOf(schema).join(" or ");
}

export function shapeLink(shape: ShapeName): string {
  return `[${shape}](shapes#${shape})`;
}

/** What the value must satisfy beyond its type; empty when nothing. */
export function limitsText(schema: JsonSchema): string {
  const present = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
  const types = typesOf(present);
  const limits: string[] = [];
  if (types.includes("string") && !(present.title && present.title in SCALARS))
    limits.push(...stringLimits(present));
  if (types.includes("integer") || types.includes("number")) limits.push(...numberLimits(present));
  if (present.maxItems !== undefined) limits.push(`at most ${count(present.maxItems)}`);
  if (schema.default !== undefined) limits.push(`default ${literal(schema.default)}`);
  return limits.join("; ");
}

function stringLimits({ minLength = 0, maxLength, pattern, enum: values }: JsonSchema): string[] {
  const limits: string[] = [];
  if (maxLength !== undefined && minLength > 0)
    limits.push(`${count(minLength)}–${count(maxLength)} characters`);
  else if (maxLength !== undefined) limits.push(`at most ${count(maxLength)} characters`);
  else if (minLength > 0) limits.push(`at least ${count(minLength)} characters`);
  if (pattern && !values) limits.push(`\`${pattern}\``);
  return limits;
}

function numberLimits({ minimum, maximum }: JsonSchema): string[] {
  // Every integer is within what JSON numbers hold exactly, and need not say so (RFC 8259 §6).
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (least !== undefined && most !== undefined) return [`${count(least)}–${count(most)}`];
  if (least !== undefined) return [`at least ${count(least)}`];
  return most === undefined ? [] : [`at most ${count(most)}`];
}

function typesOf({ type = [] }: JsonSchema): string[] {
  return [type].flat();
}

function plural(schema: JsonSchema): string {
  return `${typesOf(schema).join(" or ")}s`;
}

function literal(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
