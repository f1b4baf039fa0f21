-- A letter that came by mail about a case. Its words and files are a message of the case (internal); nothing personal is here.
-- `content` is the hash of case, sender and words, so that a letter sent once more under another Message-ID is known
create table office_mails (
    id $identity,
    key text not null unique,
    content text not null unique,
    appeal bigint not null references appeals (id),
    message bigint not null references case_messages (id),
    mailbox text not null,
    proved boolean not null,
    state text not null,
    came_at bigint not null,
    ended_at bigint
);
create index office_mails_of_appeal on office_mails (appeal, id);
