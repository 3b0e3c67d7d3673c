import { ALICE_NUMBER, BOB_NUMBER } from "../examples/cast.ts";
import { type Block, heading, paragraph, shell } from "../page.ts";

/** The opening: from nothing to a sent message with a shell, curl and jq. */
export function terminalTour(): Block[] {
  return [
    heading(2, "Talk to it from a terminal", "terminal"),
    paragraph(
      "With a server on your own machine (`npm start`), the built-in carrier delivers SMS to virtual handsets, so signing up takes two calls. You need `curl` 7.82 or newer, and `jq`.",
    ),
    shell(
      "server=http://localhost:8080",
      `number=${ALICE_NUMBER}`,
      "",
      "# ask for a code; within a moment it is on the virtual handset",
      `verification=$(curl -s --json "{\\"number\\":\\"$number\\"}" $server/v1/verification/start | jq -r .verification_id)`,
      "sleep 1",
      "code=$(curl -s $server/phones/$number/messages | jq -r '.[-1].text' | grep -o '[0-9]\\{6\\}')",
      "",
      "# exchange it for a token",
      'token=$(curl -s --json "{\\"verification_id\\":\\"$verification\\",\\"code\\":\\"$code\\",\\"device_name\\":\\"terminal\\"}" \\',
      "  $server/v1/verification/check | jq -r .token)",
      'call() { curl -s -H "Authorization: Bearer $token" --json "$2" $server/v1/$1; }',
      "",
      "# write to somebody, whether they are here yet or not",
      'call profile/set \'{"name":"Alice"}\'',
      `conversation=$(call conversation/open '{"address":"tel:${BOB_NUMBER}"}' | jq -r .conversation_id)`,
      `call message/send '{"conversation_id":"'$conversation'","client_id":"first","content":{"type":"text","text":"吃了吗？"}}'`,
      "",
      "# and read the conversation back",
      `call conversation/read '{"conversation_id":"'$conversation'"}' | jq`,
    ),
    paragraph(
      "Send the same message twice: with the same `client_id` the second answer is the first one again, and the log holds it once.",
    ),
  ];
}
