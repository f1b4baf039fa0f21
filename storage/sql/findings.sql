-- name: survey_words_decided(survey)
select w.sheet, w.question, w.state from survey_words w
join survey_answers a on a.id = w.sheet
where a.survey = :survey
order by w.sheet, w.question;

-- name: survey_words_decide(sheet, question, state)$
insert into survey_words (sheet, question, state) values (:sheet, :question, :state)
on conflict (sheet, question) do update set state = excluded.state
returning state;

-- name: survey_publication_add(key, survey, version, wave, content, position, published_by, published_at)$
insert into survey_publications (key, survey, version, wave, content, position, published_by, published_at)
values (:key, :survey, :version, :wave, :content, :position, :published_by, :published_at)
on conflict (key) do nothing
returning id;

-- name: survey_publication(id)^
select * from survey_publications where id = :id;

-- name: survey_publication_by_key(key)^
select * from survey_publications where key = :key;

-- name: survey_publications(rows, skipped)
select * from survey_publications order by published_at desc, id desc limit :rows offset :skipped;

-- name: survey_publications_sign()$
select coalesce(max(id), 0) from survey_publications;

-- name: indicator_finding_add(key, programme, indicator, survey, wave, value, people, basis, position, proposed_by, proposed_at)$
insert into indicator_findings (
    key, programme, indicator, survey, wave, value, people, basis, state, position, proposed_by, proposed_at
)
values (
    :key, :programme, :indicator, :survey, :wave, :value, :people, :basis, 'proposed', :position, :proposed_by,
    :proposed_at
)
on conflict (key) do nothing
returning id;

-- name: indicator_finding(id)^
select * from indicator_findings where id = :id;

-- name: indicator_finding_by_key(key)^
select * from indicator_findings where key = :key;

-- name: indicator_finding_decide(id, state, decided_by, decided_at)^
update indicator_findings set state = :state, decided_by = :decided_by, decided_at = :decided_at
where id = :id and state = 'proposed'
returning *;

-- name: indicator_findings_of(programme, state)
select * from indicator_findings where programme = :programme and state = :state order by proposed_at, id;
