/** What came with the defences of sign-up codes, and with the ways in without one. */
export const CODES_SCHEMA = `
  -- Who asked: the /24 or /48 of the address, null when it was not known.
  ALTER TABLE code ADD COLUMN network TEXT;
  CREATE INDEX code_of_network ON code (network, sent_at) WHERE network IS NOT NULL;
  CREATE INDEX code_by_time ON code (sent_at);

  CREATE TABLE expected_sms (
    verification_id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    digits TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    arrived_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX expected_sms_awaited ON expected_sms (number, digits);
  CREATE INDEX expected_sms_expiry ON expected_sms (expires_at);

  -- Whose devices are asked for the link: the number, and once that is known, its account.
  ALTER TABLE link ADD COLUMN asked_number TEXT;
  ALTER TABLE link ADD COLUMN asked_account TEXT;
  `;
