export const SEARCH_CHARACTERS_MAX = 100;
export const SEARCH_HITS_MAX = 50;
