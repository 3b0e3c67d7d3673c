/** As the contract has them (protocol/group.ts). */
export const TITLE_CHARACTERS_MAX = 60;
export const DESCRIPTION_CHARACTERS_MAX = 500;
export const ANNOUNCEMENT_CHARACTERS_MAX = 2_000;
