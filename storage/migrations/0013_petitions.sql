-- Petitions and initiatives. Their texts are public; author, names of signers and salts are sealed
create table petitions (
    id $identity,
    number text not null unique,
    draft text not null unique,
    mode text not null,
    state text not null,
    author bigint not null references residents (id),
    identity $bytes,
    secret $bytes,
    title text not null,
    body text not null,
    ask text not null,
    submitted_at bigint not null,
    claimed_by bigint,
    published_at bigint,
    published text,
    closes text,
    threshold bigint not null default 0,
    reached_at bigint,
    started text,
    session text,
    outcome text,
    refusal_ground text not null default '',
    refusal_text text not null default '',
    answer text not null default '',
    answered text,
    page text not null default '',
    count_outside bigint,
    counted_outside text,
    supports bigint not null default 0,
    signatures bigint not null default 0,
    seq bigint not null default 0,
    head text not null,
    version bigint not null default 0
);
create index petitions_by_state on petitions (state, closes);
create index petitions_of_author on petitions (author, id);

-- who is a keyed hash, so that one person has one voice; it goes with the name when the term is over
create table petition_voices (
    petition bigint not null references petitions (id),
    act text not null,
    who text not null,
    at bigint not null,
    commitment text not null unique,
    content $bytes,
    state text not null,
    flags text not null default '',
    verified boolean not null default false,
    primary key (petition, act, who)
);
create index petition_voices_by_time on petition_voices (petition, at);

-- Only added to, never changed
create table petition_log (
    petition bigint not null references petitions (id),
    seq bigint not null,
    act text not null,
    at bigint not null,
    content text not null,
    before text not null,
    hash text not null,
    primary key (petition, seq)
);

-- By choice only, and apart from the voices: who follows is not who supported
create table petition_followers (
    petition bigint not null references petitions (id),
    resident bigint not null references residents (id),
    since bigint not null,
    primary key (petition, resident)
);
