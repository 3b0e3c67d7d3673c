import { answerQuestions } from "../../../platform/worker.ts";
import { MergeConnection } from "./merge-connection.ts";
import { type MergeAnswer, type MergeQuestion, perform } from "./merger.ts";

// The thread that moves the stage into the history.

let connection: MergeConnection | null = null;

answerQuestions<MergeQuestion, MergeAnswer>((question) => {
  if (question.task === "close") {
    connection?.close();
    connection = null;
    return true;
  }
  connection ??= new MergeConnection(question.paths);
  const answer = perform(connection, question);
  if (question.task === "rest") Bun.gc(true); // a thread that rests does not get to collect its garbage
  return answer;
});
