create table mails (
    id $identity,
    key text not null unique,
    appeal bigint not null references appeals (id),
    message bigint references case_messages (id),
    state text not null,
    due bigint not null,
    leased_until bigint not null default 0,
    attempts integer not null default 0,
    reason text not null default '',
    added_at bigint not null,
    ended_at bigint
);
create index mails_due on mails (due, id) where state = 'waiting';
