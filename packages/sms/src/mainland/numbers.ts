/** 1[3-9] and nine more digits: every mobile number of mainland China. */
const MOBILE = /^(?:86)?(1[3-9]\d{9})$/;

/** As CMPP and SMGP write a handset: 13800138000. What is no mainland mobile number stays as it is. */
export function toNational(number: string): string {
  return MOBILE.exec(number)?.[1] ?? number;
}

/** As SGIP and the neutral layer write a handset: 8613800138000, whichever way it came. */
export function toInternational(number: string): string {
  const digits = number.replace(/^\+|^00/, "");
  const national = MOBILE.exec(digits)?.[1];
  return national === undefined ? digits : `86${national}`;
}
