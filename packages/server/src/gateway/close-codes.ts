/** Why a socket was closed. Codes from 4000 are ours (RFC 6455 §7.4.2): 44xx means do not reconnect as you are. */
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_PROTOCOL_ERROR = 4400;
export const CLOSE_SIGNED_OUT = 4401;
export const CLOSE_NO_HELLO = 4408;
