/** The four carriers of mainland China: 中国移动, 中国联通, 中国电信, 中国广电. */
export const CARRIERS = ["china_mobile", "china_unicom", "china_telecom", "china_broadnet"] as const;
export type CarrierName = (typeof CARRIERS)[number];
