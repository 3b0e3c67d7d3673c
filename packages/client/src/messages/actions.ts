export { KeptFavourites } from "./kept-favourites.ts";
export { MessageActions } from "./message-actions.ts";
export { ScheduledMessages } from "./scheduled-messages.ts";
export { SmsCalls } from "./sms-calls.ts";
