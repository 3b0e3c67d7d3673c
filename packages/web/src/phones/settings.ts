/** The carriers in the box. */
export type CarrierId = "china_mobile" | "china_unicom" | "china_telecom" | "world";
export const MAINLAND = ["china_mobile", "china_unicom", "china_telecom"] as const;

/** What an SMS, or word of it, may do on its way. */
export type Course = "as_usual" | "late" | "twice" | "lost";

/** How a handset and its line are, as `/phones/<number>/settings` has it. */
export interface HandsetSettings {
  line: "on" | "off" | "suspended" | "cancelled" | "no_money";
  /** 携号转网 */
  ported_to: Exclude<CarrierId, "world"> | null;
  blocks_us: boolean;
  auto_reply: string | null;
  sms: Course;
  reports: Course;
  answers: Exclude<Course, "twice">;
}

export const USUAL_HANDSET: HandsetSettings = {
  line: "on",
  ported_to: null,
  blocks_us: false,
  auto_reply: null,
  sms: "as_usual",
  reports: "as_usual",
  answers: "as_usual",
};

/** What a carrier charges and gets wrong, as `/phones/carriers.json` has it. */
export interface CarrierSettings {
  price_fen: number;
  down: boolean;
  no_money: boolean;
  slow_ms: number;
  throttle_per_s: number | null;
  answers_lost_percent: number;
  reports_lost_percent: number;
  reports_twice_percent: number;
  reports_late_percent: number;
}
