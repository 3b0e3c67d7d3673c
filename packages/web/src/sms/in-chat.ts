/** What is seen of SMS in a chat, downloaded in one piece. */
export { ReachedBySms, WrittenAsSms } from "./marks.tsx";
export { PriceBar } from "./price-bar.tsx";
export { SmsNote } from "./sms-note.tsx";
export { SmsState } from "./sms-state.tsx";
