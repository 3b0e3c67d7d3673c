import type { CarrierId, HandsetSettings } from "./settings.ts";
import type { Fault } from "./simulator-api.ts";

/** What the page says, in one language. */
export interface Texts {
  title: string;
  subtitle: string;
  live: string;
  reconnecting: string;
  other_language: string;
  open_app: string;
  phones: string;
  carriers: string;
  close: string;
  copy: (text: string) => string;
  copied: string;
  wrong: string;
  foreign: string;
  virtual_operator: string;
  number: {
    label: string;
    hint: string;
    open: string;
    wrong: string;
    samples: string;
  };
  list: {
    title: string;
    empty: string;
    choose: string;
    back: string;
  };
  screen: {
    empty: string;
    parts: (parts: number) => string;
    missing: (missing: number) => string;
    reply: string;
    reply_to: string;
    answer_to: (sender: string) => string;
    send: string;
    wrong: string;
    state: { sending: string; sent: string; failed: string; barred: string };
  };
  settings: {
    title: string;
    line: string;
    lines: Record<HandsetSettings["line"], { name: string; what: string }>;
    carrier: string;
    by_prefix: (name: string) => string;
    ported: (name: string) => string;
    blocks_us: string;
    auto_reply: string;
    auto_reply_hint: string;
    sms: string;
    reports: string;
    answers: string;
    courses: Record<HandsetSettings["sms"], string>;
    usual: string;
  };
  magic: {
    title: string;
    intro: string;
    here: string;
    faults: Record<Fault, { name: string; what: string }>;
  };
  carrier: {
    intro: string;
    state: { up: string; down: string; none: string };
    connections: (count: number) => string;
    bill: string;
    sum: (units: number, yuan: string) => string;
    states: { accepted: string; delivered: string; failed: string; expired: string };
    account: { own: string; guest: string };
    download: string;
    no_lines: string;
    columns: { at: string; number: string; sender: string; fen: string; state: string };
    access: string;
    access_intro: string;
    address: string;
    login: string;
    secret: string;
    sends_as: string;
    dial_back: string;
    faults: string;
    down: string;
    no_money: string;
    price: string;
    slow: string;
    throttle: string;
    unlimited: string;
    answers_lost: string;
    reports_lost: string;
    reports_twice: string;
    reports_late: string;
    restart: string;
    restarted: string;
    usual: string;
    names: Record<CarrierId, string>;
  };
}
