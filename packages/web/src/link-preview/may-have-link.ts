/** A cheap look, before anything is loaded for previews. */
export const mayHaveLink = (text: string): boolean => /https?:\/\/|www\./i.test(text);
