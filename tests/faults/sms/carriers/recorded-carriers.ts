import { Carriers } from "@feiliao/server/links/sms/simulator/carriers/carriers";
import { textOf } from "@feiliao/server/links/sms/simulator/carriers/part-body";
import type { Submission } from "@feiliao/server/links/sms/simulator/carriers/submits";
import type { Submit } from "../audit/evidence.ts";
import { markIn } from "../mark.ts";

/** The carriers in a box, with a list of all that they were ever asked to send. */
export class RecordedCarriers extends Carriers {
  readonly submits: Submit[] = [];

  override async submit(submission: Submission): ReturnType<Carriers["submit"]> {
    const { number, part, body } = submission;
    const submit: Submit = { mark: markIn(textOf([body])), number, part, answer: "unknown" };
    this.submits.push(submit);
    const answer = await super.submit(submission);
    submit.answer = answer.outcome;
    return answer;
  }
}
