/** The four carriers of mainland China: 中国移动, 中国联通, 中国电信, 中国广电. */
export const CARRIERS = ["china_mobile", "china_unicom", "china_telecom", "china_broadnet"] as const;
export type CarrierName = (typeof CARRIERS)[number];

/** What people call the carriers, in the languages of the apps and of SMS. */
export const CARRIER_NAMES: Record<CarrierName, { "zh-CN": string; en: string }> = {
  china_mobile: { "zh-CN": "中国移动", en: "China Mobile" },
  china_unicom: { "zh-CN": "中国联通", en: "China Unicom" },
  china_telecom: { "zh-CN": "中国电信", en: "China Telecom" },
  china_broadnet: { "zh-CN": "中国广电", en: "China Broadnet" },
};
