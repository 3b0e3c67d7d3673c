import { ERRORS, type ErrorCode, HTTP_STATUS } from "../../errors.ts";
import type { Access } from "../../operation.ts";
import { OPERATIONS, type OperationName } from "../../operations.ts";
import { EXAMPLES } from "../examples/examples.ts";
import { type Block, heading, json, paragraph, table } from "../page.ts";
import { operationAnchor, prose } from "../prose.ts";
import { messageTables } from "../schema/fields.ts";

const ACCESS: Record<Access, string> = {
  anyone: "anyone, without a token",
  device: "a signed-in device",
  socket: "a device, on its socket only",
};

export function operationSection(name: OperationName): Block[] {
  const { doc, access, input, output, errors } = OPERATIONS[name];
  return [
    heading(2, name, operationAnchor(name)),
    paragraph(prose(doc)),
    paragraph(`**Call:** ${callText(name, access)}. **Who:** ${ACCESS[access]}.`),
    heading(3, "Input", `${operationAnchor(name)}-input`),
    ...messageTables(input),
    heading(3, "Output", `${operationAnchor(name)}-output`),
    ...messageTables(output),
    heading(3, "Example", `${operationAnchor(name)}-example`),
    ...example(name, access),
    heading(3, "Errors", `${operationAnchor(name)}-errors`),
    ...errorsBlock(errors),
  ];
}

function callText(name: OperationName, access: Access): string {
  const frame = `\`{"op":"${name}"}\` as a frame`;
  return access === "socket" ? frame : `\`POST /v1/${name}\` or ${frame}`;
}

function example(name: OperationName, access: Access): Block[] {
  const { input, output } = EXAMPLES[name];
  if (access === "socket")
    return [json({ id: 1, op: name, input }), paragraph("is answered by"), json({ id: 1, output })];
  const token = access === "device" ? "\nAuthorization: Bearer <token>" : "";
  const request = `POST /v1/${name}${token}\nContent-Type: application/json\n\n${JSON.stringify(input, null, 2)}`;
  return [{ kind: "code", language: "http", text: request }, paragraph("is answered by"), json(output)];
}

function errorsBlock(errors: readonly ErrorCode[]): Block[] {
  const common = "the [errors that every operation may answer](errors#common)";
  if (errors.length === 0) return [paragraph(`Only ${common}.`)];
  const rows = errors.map((code) => [
    `[\`${code}\`](errors#${code})`,
    String(HTTP_STATUS[code]),
    prose(ERRORS[code]),
  ]);
  return [table(["Error", "HTTP", "Meaning"], rows), paragraph(`And ${common}.`)];
}
