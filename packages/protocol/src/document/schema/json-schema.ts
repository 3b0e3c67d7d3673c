import { z } from "zod";
import { SHAPES, type ShapeName } from "./shapes.ts";

/** The part of JSON Schema 2020-12 that the contract's schemas come out as. */
export interface JsonSchema {
  /** More than one when null is allowed beside a plain type. */
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  /** Set where the schema is one that has a section of its own. */
  shape?: ShapeName;
}

const SHAPE_NAMES = new Map<unknown, ShapeName>(
  Object.entries(SHAPES).map(([name, { schema }]) => [schema, name as ShapeName]),
);

/** What travels, as JSON Schema: `io: "input"`, because ids are plain strings on the wire. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      const described = jsonSchema as JsonSchema;
      const shape = SHAPE_NAMES.get(zodSchema);
      if (shape) described.shape = shape;
      // Left out by zod when something inside is transformed, as ids are.
      if (zodSchema._zod.def.type === "default") described.default = zodSchema._zod.def.defaultValue;
    },
  }) as JsonSchema;
}
