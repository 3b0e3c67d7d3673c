import { readCmppReceipt, writeCmppReceipt } from "../../src/cmpp/receipt.ts";
import { readSmgpReceipt, writeSmgpReceipt } from "../../src/smgp/receipt.ts";
import type { DeliverSm } from "../../src/smpp/pdu.ts";
import { readReceipt } from "../../src/smpp/receipt.ts";
import { promise } from "../promise.ts";
import type { FuzzTarget } from "../target.ts";
import { SMPP_PDUS } from "./smpp-pdus.ts";

const isDeliver = (pdu: { command: string }): pdu is DeliverSm => pdu.command === "deliver_sm";
const deliver = SMPP_PDUS.find(isDeliver)!;
const DONE = { submit_date: "2611222000", done_date: "2611222001", stat: "DELIVRD", err: "000" };

/** Carriers write what they want into receipts; whatever it is, it says something or nothing. */
export const RECEIPT_TARGETS: readonly FuzzTarget[] = [
  {
    name: "SMPP receipt",
    corpus: [deliver.short_message],
    run(input) {
      const reading = { utc_offset_ms: 8 * 3_600_000, errors: {} };
      const report = readReceipt({ ...deliver, short_message: input, tlvs: [] }, reading);
      if (report === null) return "nothing";
      promise(report.at_ms === null || Number.isFinite(report.at_ms), "a time is a time");
      return `${report.state} ${report.reason} ${report.at_ms === null}`;
    },
  },
  {
    name: "CMPP receipt",
    corpus: ([2, 3] as const).map((layout) =>
      writeCmppReceipt(
        {
          ...{
            msg_id: 0x1122334455667788n,
            stat: "DELIVRD",
            submit_time: "2611222000",
            done_time: "2611222001",
          },
          ...{ dest_terminal_id: "13800138000", smsc_sequence: 7 },
        },
        layout,
      ),
    ),
    run: (input) => String(readCmppReceipt(input)?.stat.length),
  },
  {
    name: "SMGP receipt",
    corpus: [writeSmgpReceipt({ msg_id: "00112211222012000001", ...DONE })],
    run(input) {
      const receipt = readSmgpReceipt(input);
      return receipt === null ? "nothing" : `${receipt.stat.length} ${receipt.err.length}`;
    },
  },
];
