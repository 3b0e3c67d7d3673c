/** As many characters as the contract lets a name have. */
export const NAME_CHARACTERS_MAX = 40;
