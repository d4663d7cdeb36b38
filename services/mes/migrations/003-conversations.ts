/** People, conversations, agent runs, approvals. */
export const conversations = `
create table app_user (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  title_zh text not null,
  title_en text not null,
  roles text[] not null,
  password_hash text not null
);
create table idempotency_key (
  key text primary key,
  user_id text not null,
  request_hash text not null,
  response jsonb not null,
  created_at timestamptz not null default now()
);
create table conversation (
  id text primary key,
  user_id text not null references app_user,
  title text,
  created_at timestamptz not null default now(),
  last_seq integer not null default 0,
  mentioned_order text,
  mentioned_line text
);
create table chat_message (
  id text primary key,
  conversation_id text not null references conversation,
  user_id text not null references app_user,
  text text not null,
  created_at timestamptz not null default now()
);
create index chat_message_conversation on chat_message (conversation_id, created_at);
create table chat_event (
  conversation_id text not null references conversation,
  seq integer not null,
  key text not null,
  type text not null,
  time timestamptz not null default now(),
  data jsonb not null,
  primary key (conversation_id, seq),
  unique (conversation_id, key)
);
create table agent_run (
  id text primary key,
  conversation_id text not null references conversation,
  message_id text not null unique references chat_message,
  language text not null,
  outcome text,
  model text,
  prompt jsonb,
  answer text,
  confidence double precision,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create table tool_call (
  id text primary key,
  run_id text not null references agent_run,
  conversation_id text not null references conversation,
  tool text not null,
  args jsonb not null,
  args_hash text not null,
  user_id text not null references app_user,
  -- What the checks settled, such as the line that "earliest" turned out to be; shown in the approval and executed as is.
  resolved jsonb,
  status text not null check (status in ('Created','Proposed','Refused','Executed','Failed','Rejected','Expired')),
  result jsonb
);
create table agent_step (
  id text primary key,
  tool_call_id text not null references tool_call,
  role text not null,
  status text not null,
  summary jsonb not null,
  evidence jsonb not null,
  facts jsonb not null default '{}',
  finished_at timestamptz not null default now(),
  unique (tool_call_id, role)
);
create table approval (
  id text primary key,
  tool_call_id text not null unique references tool_call,
  tool text not null,
  args jsonb not null,
  args_hash text not null,
  plan_version integer not null,
  role text not null,
  expires_at timestamptz not null,
  status text not null check (status in ('Pending','Approved','Rejected','Expired')),
  decided_by text references app_user,
  decided_at timestamptz
);
create index approval_pending on approval (expires_at) where status = 'Pending';
`;
