import type { CallInput, OperationName, Output } from "@feiliao/protocol";

/** Calls an operation of the server. @throws {FeiliaoError | NoAnswerError} */
export type Call = <Name extends OperationName>(name: Name, input: CallInput<Name>) => Promise<Output<Name>>;
