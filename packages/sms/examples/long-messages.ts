import { Reassembly, ReferenceNumbers, segment, sign, systemRandom, units } from "@feiliao/sms";

const text = sign("飞聊", "小飞给你留言了。".repeat(10));
console.log(units(text, { gsm7: false })); // what the carrier bills: 2

const from = "1065500100";
const to = "8613800138000";
const ref = new ReferenceNumbers(systemRandom).next(from, to);
const parts = segment(text, { gsm7: false, ref });

// On the other side they come in any order, twice, or not at all.
const reassembly = new Reassembly();
for (const part of parts.toReversed())
  for (const message of reassembly.add({ ...part, message_id: "", from, to, at_ms: null }, Date.now()))
    console.log(message.body.kind === "text" && message.body.text === text); // true
