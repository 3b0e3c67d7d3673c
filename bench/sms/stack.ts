/** One implementation of one protocol, in both roles: a customer who sends texts, and a carrier who takes them. */
export interface SmsStack {
  /** Accepts every submit, reads its text, reports it as delivered when that was asked for. Resolves with its port. */
  serve(): Promise<number>;
  connect(port: number, window: number): Promise<SmsCustomer>;
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
