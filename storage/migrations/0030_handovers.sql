-- What leaves the bot for the council's registry or document system: a row for each matter and connector, sent once by its key
create table handovers (
    id $identity,
    key text not null unique,
    connector text not null,
    matter text not null,
    appeal bigint references appeals (id),
    message bigint references case_messages (id),
    day text,
    state text not null,
    since bigint not null,
    due bigint not null,
    leased_until bigint not null default 0,
    attempts integer not null default 0,
    reason text not null default '',
    added_at bigint not null,
    sent_at bigint,
    check ((day is null) <> (appeal is null))
);
create index handovers_due on handovers (connector, due, id) where state in ('queued', 'failed');
create index handovers_of_appeal on handovers (appeal);
create index handovers_sent on handovers (sent_at, id) where state = 'sent';
