/** One implementation of one protocol, in both roles: a customer who sends texts, and a carrier who takes them. */
export interface SmsStack {
  /** Accepts every submit, reads its text, reports it as delivered when that was asked for. Resolves with its port. */
  serve(dial_back_port: number): Promise<number>;
  connect(to: Carrier): Promise<SmsCustomer>;
}

/** Where the carrier is, and how to speak to it. */
export interface Carrier {
  port: number;
  /** SGIP: where the carrier dials back to. */
  dial_back_port: number;
  window: number;
}

export interface SmsCustomer {
  /** Resolves when the carrier has accepted it. */
  submit(text: string, report: boolean): Promise<void>;
  /** How many reports have come. */
  readonly reported: number;
}

export const OUR_NUMBER = "1065500100";
export const HANDSET = "8613800138000";
/** An SMPP password has 8 characters at most. */
export const LOGIN = { system_id: "901234", secret: "secret" };
