/** The cast of every story, demo and document: one name, one number, one carrier each. */
export const PEOPLE = {
  alice: { name: "Alice 爱丽丝", number: "+8613800138001" }, // China Mobile
  bob: { name: "Bob 老王", number: "+8618600186002" }, // China Unicom
  carol: { name: "Carol 陈小姐", number: "+8618900189003" }, // China Telecom
  dan: { name: "Dan 丹", number: "+8619200192004" }, // China Broadnet
  erin: { name: "Erin", number: "+85261234567" }, // Hong Kong
  frank: { name: "Frank", number: "+447400123456" }, // United Kingdom
} as const;

export type PersonName = keyof typeof PEOPLE;
