/** What came with the defences of sign-up codes, and with the ways in without one. */
export const CODES_SCHEMA = `
  -- Who asked: the /24 or /48 of the address, null when it was not known.
  ALTER TABLE code ADD COLUMN network text COLLATE "C";
  CREATE INDEX code_of_network ON code (network, sent_at) WHERE network IS NOT NULL;

  CREATE TABLE expected_sms (
    verification_id uuid PRIMARY KEY,
    expires_at bigint NOT NULL,
    arrived_at bigint,
    number text COLLATE "C" NOT NULL,
    digits text COLLATE "C" NOT NULL,
    secret_hash bytea NOT NULL
  );
  CREATE INDEX expected_sms_awaited ON expected_sms (number, digits);
  CREATE INDEX expected_sms_expiry ON expected_sms (expires_at);

  -- Whose devices are asked for the link: the number, and once that is known, its account.
  ALTER TABLE link
    ADD COLUMN asked_number text COLLATE "C",
    ADD COLUMN asked_account text COLLATE "C";
  `;
