-- Versions of a programme's document; an empty sha256 means that the programme was withdrawn
create table programme_versions (
    id $identity,
    programme text not null,
    number integer not null,
    document text not null,
    sha256 text not null,
    origin text not null,
    decision text not null,
    decided_on text,
    reason text not null,
    author text not null,
    made_at bigint not null,
    unique (programme, number)
);
