/** What is removed when it is kept no longer is found by its age. */
export const retention = `
-- When its operations were removed; null while they are there.
alter table plan add column thinned_at timestamptz;
create index plan_whole on plan (version) where thinned_at is null;
create index conversation_age on conversation (created_at);
create index outbox_sent on outbox (sent_at) where sent_at is not null;
create index idempotency_key_age on idempotency_key (created_at);
`;
