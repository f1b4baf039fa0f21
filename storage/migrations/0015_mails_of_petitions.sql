-- A mail may be about a petition as well. SQLite cannot drop a "not null", so the table is built anew
create table mails_of_all (
    id $identity,
    key text not null unique,
    appeal bigint references appeals (id),
    message bigint references case_messages (id),
    petition bigint references petitions (id),
    news text not null default '',
    state text not null,
    due bigint not null,
    leased_until bigint not null default 0,
    attempts integer not null default 0,
    reason text not null default '',
    added_at bigint not null,
    ended_at bigint,
    check ((appeal is null) <> (petition is null))
);
insert into mails_of_all (key, appeal, message, state, due, leased_until, attempts, reason, added_at, ended_at)
select key, appeal, message, state, due, leased_until, attempts, reason, added_at, ended_at from mails order by id;
drop table mails;
alter table mails_of_all rename to mails;
create index mails_due on mails (due, id) where state = 'waiting';
