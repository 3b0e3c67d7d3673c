/** 1[3-9] and nine more digits: every mobile number of mainland China. */
const MOBILE = /^(?:86)?(1[3-9]\d{9})$/;

/** As CMPP and SMGP write a handset: 13800138000. What is no mainland mobile number stays as it is. */
export function toNational(number: string): string {
  return MOBILE.exec(number)?.[1] ?? number;
}

/** As SGIP and the neutral layer write a handset: 8613800138000, whichever way it came. */
export function toInternational(number: string): string {
  const abroad = /^(?:\+|00)(.*)$/.exec(number)?.[1];
  if (abroad !== undefined) return abroad; // 0013475550123 is in New York, 13475550123 in the mainland
  const national = MOBILE.exec(number)?.[1];
  return national === undefined ? number : `86${national}`;
}
