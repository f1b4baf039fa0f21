-- What the council does with answers: words read before others see them, published results, values for the programme
create table survey_words (
    sheet text not null,
    question text not null,
    state text not null,
    primary key (sheet, question)
)$unordered;

-- Everything here is for everybody: figures as they stood, and what was done
create table survey_publications (
    id $identity,
    key text not null unique,
    survey text not null,
    version integer not null,
    wave text not null,
    content text not null,
    position text not null,
    published_by bigint not null,
    published_at bigint not null
);
create index survey_publications_of on survey_publications (survey, published_at);

create table indicator_findings (
    id $identity,
    key text not null unique,
    programme text not null,
    indicator text not null,
    survey text not null,
    wave text not null,
    value text not null,
    people bigint not null,
    basis text not null,
    state text not null,
    position text not null,
    proposed_by bigint not null,
    proposed_at bigint not null,
    decided_by bigint,
    decided_at bigint
);
create index indicator_findings_of on indicator_findings (programme, state);
