import { heading, type Page, paragraph, table } from "../page.ts";
import { shapeTables } from "../schema/fields.ts";
import { jsonSchema } from "../schema/json-schema.ts";
import { SCALARS } from "../schema/scalars.ts";
import { SHAPES, type ShapeName } from "../schema/shapes.ts";

export function shapesPage(): Page {
  return {
    slug: "shapes",
    title: "Shapes",
    part: "shared",
    blocks: [
      paragraph("What operations and events have in common."),
      heading(2, "Ids and other strings", "ids"),
      paragraph(
        "Ids are opaque: compare them, keep them, read nothing out of them. Knowing one gives no right.",
      ),
      table(["Name", "Pattern", "What it is"], Object.keys(SCALARS).map(scalarRow)),
      ...(Object.keys(SHAPES) as ShapeName[]).flatMap((name) => [
        heading(2, name, name),
        paragraph(SHAPES[name].doc),
        ...shapeTables(name, SHAPES[name].schema),
      ]),
    ],
  };
}

function scalarRow(name: string): string[] {
  const { schema, doc } = SCALARS[name]!;
  const { pattern, minLength, maxLength } = jsonSchema(schema);
  return [name, pattern ? `\`${pattern}\`` : `${minLength}–${maxLength} characters`, doc];
}
