/** A server that has nothing more than what is loaded, or is out of reach. */
export const NO_HISTORY = {
  loadOlder: async () => false,
  around: async () => null,
  before: async () => null,
  after: async () => null,
};
