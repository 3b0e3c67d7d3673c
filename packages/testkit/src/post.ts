import type { CallInput, ErrorBody, OperationName, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";

/** One operation over HTTP. @throws {FeiliaoError} */
export async function post<Name extends OperationName>(
  url: string,
  name: Name,
  input: CallInput<Name>,
  token?: string,
  signal?: AbortSignal,
): Promise<Output<Name>> {
  const response = await fetch(`${url}/v1/${name}`, {
    method: "POST",
    body: JSON.stringify(input),
    headers: token ? { authorization: `Bearer ${token}` } : {},
    ...(signal && { signal }),
  });
  const body = (await response.json()) as Output<Name> | { error: ErrorBody };
  if (response.ok) return body as Output<Name>;
  throw FeiliaoError.fromBody((body as { error: ErrorBody }).error);
}
