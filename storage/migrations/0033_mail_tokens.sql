-- The secret word by which a mail belongs to one case: sealed, since it must be written again, and hashed to be found
create table mail_tokens (
    appeal bigint primary key references appeals (id),
    digest text not null unique,
    token $bytes not null
);
