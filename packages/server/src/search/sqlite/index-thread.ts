import { answerQuestions } from "../../platform/worker.ts";
import { IndexDatabase } from "./index-database.ts";
import { type IndexQuestion, perform } from "./index-tasks.ts";

// A thread that writes or reads the index.

let database: IndexDatabase | null = null;

answerQuestions<IndexQuestion, unknown>((question) => {
  if (question.task === "close") {
    database?.close();
    database = null;
    return null;
  }
  database ??= new IndexDatabase(question.path);
  return perform(database, question);
});
