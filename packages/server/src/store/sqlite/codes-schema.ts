/** What came with the defences of sign-up codes, and with the ways in without one. */
export const CODES_SCHEMA = `
  -- Who asked: the /24 or /48 of the address, null when it was not known.
  ALTER TABLE code ADD COLUMN network TEXT;
  CREATE INDEX code_of_network ON code (network, sent_at) WHERE network IS NOT NULL;
  CREATE INDEX code_by_time ON code (sent_at);
  `;
