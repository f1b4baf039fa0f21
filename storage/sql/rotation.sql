-- Each sealed field has a pair: a page of those that the newest key has not sealed, and the exchange of one of them.
-- A page is read from a place on; owner is what the seal binds the field to; what was changed meanwhile stays

-- name: sealed_residents_identity(after, length, mark, rows)
select id as place, cast(id as text) as owner, identity as sealed from residents
where id > :after and substr(identity, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_residents_identity(place, old, new)$
update residents set identity = :new where id = :place and identity = :old returning 1;

-- name: sealed_drafts_data(after, length, mark, rows)
select cast(resident as text) || ':' || form as place, cast(resident as text) || ':' || form as owner, data as sealed
from drafts
where cast(resident as text) || ':' || form > :after and substr(data, 1, :length) <> :mark order by 1 limit :rows;

-- name: reseal_drafts_data(place, old, new)$
update drafts set data = :new where cast(resident as text) || ':' || form = :place and data = :old returning 1;

-- name: sealed_fsm_data(after, length, mark, rows)
select key as place, key as owner, data as sealed from fsm
where key > :after and substr(data, 1, :length) <> :mark order by key limit :rows;

-- name: reseal_fsm_data(place, old, new)$
update fsm set data = :new where key = :place and data = :old returning 1;

-- name: sealed_inbox_payload(after, length, mark, rows)
select update_id as place, cast(update_id as text) as owner, payload as sealed from inbox
where update_id > :after and substr(payload, 1, :length) <> :mark order by update_id limit :rows;

-- name: reseal_inbox_payload(place, old, new)$
update inbox set payload = :new where update_id = :place and payload = :old returning 1;

-- name: sealed_appeals_submission(after, length, mark, rows)
select id as place, draft as owner, submission as sealed from appeals
where id > :after and substr(submission, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_appeals_submission(place, old, new)$
update appeals set submission = :new where id = :place and submission = :old returning 1;

-- name: sealed_case_messages_text(after, length, mark, rows)
select id as place, key as owner, text as sealed from case_messages
where id > :after and substr(text, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_case_messages_text(place, old, new)$
update case_messages set text = :new where id = :place and text = :old returning 1;

-- name: sealed_attachments_name(after, length, mark, rows)
select id as place, draft || ':' || key as owner, name as sealed from attachments
where id > :after and substr(name, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_attachments_name(place, old, new)$
update attachments set name = :new where id = :place and name = :old returning 1;

-- name: sealed_events_details(after, length, mark, rows)
select id as place, cast(appeal as text) || ':' || key as owner, details as sealed from events
where id > :after and substr(details, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_events_details(place, old, new)$
update events set details = :new where id = :place and details = :old returning 1;

-- name: sealed_opinions_text(after, length, mark, rows)
select id as place, key as owner, text as sealed from opinions
where id > :after and substr(text, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_opinions_text(place, old, new)$
update opinions set text = :new where id = :place and text = :old returning 1;

-- name: sealed_deliveries_content(after, length, mark, rows)
select id as place, key as owner, content as sealed from deliveries
where id > :after and substr(content, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_deliveries_content(place, old, new)$
update deliveries set content = :new where id = :place and content = :old returning 1;

-- name: sealed_jobs_params(after, length, mark, rows)
select id as place, key as owner, params as sealed from jobs
where id > :after and substr(params, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_jobs_params(place, old, new)$
update jobs set params = :new where id = :place and params = :old returning 1;

-- name: sealed_hash_keys_value(after, length, mark, rows)
select name as place, name as owner, value as sealed from hash_keys
where name > :after and substr(value, 1, :length) <> :mark order by name limit :rows;

-- name: reseal_hash_keys_value(place, old, new)$
update hash_keys set value = :new where name = :place and value = :old returning 1;

-- name: sealed_survey_profiles_data(after, length, mark, rows)
select resident as place, cast(resident as text) as owner, data as sealed from survey_profiles
where resident > :after and substr(data, 1, :length) <> :mark order by resident limit :rows;

-- name: reseal_survey_profiles_data(place, old, new)$
update survey_profiles set data = :new where resident = :place and data = :old returning 1;

-- name: sealed_survey_results_data(after, length, mark, rows)
select cast(resident as text) || ':' || survey || ':' || month as place,
    cast(resident as text) || ':' || survey || ':' || month as owner, data as sealed
from survey_results
where cast(resident as text) || ':' || survey || ':' || month > :after and substr(data, 1, :length) <> :mark
order by 1 limit :rows;

-- name: reseal_survey_results_data(place, old, new)$
update survey_results set data = :new
where cast(resident as text) || ':' || survey || ':' || month = :place and data = :old
returning 1;

-- name: sealed_survey_urns_data(after, length, mark, rows)
select key as place, key as owner, data as sealed from survey_urns
where key > :after and substr(data, 1, :length) <> :mark order by key limit :rows;

-- name: reseal_survey_urns_data(place, old, new)$
update survey_urns set data = :new where key = :place and data = :old returning 1;

-- name: sealed_survey_answers_data(after, length, mark, rows)
select id as place, id as owner, data as sealed from survey_answers
where id > :after and substr(data, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_survey_answers_data(place, old, new)$
update survey_answers set data = :new where id = :place and data = :old returning 1;

-- name: seals_old(newest)
select key_id from seals where key_id <> :newest order by key_id;

-- name: seals_forget(newest)
delete from seals where key_id <> :newest returning key_id;

-- name: sealed_collectives_body(after, length, mark, rows)
select draft as place, draft as owner, body as sealed from collectives
where draft > :after and substr(body, 1, :length) <> :mark order by draft limit :rows;

-- name: reseal_collectives_body(place, old, new)$
update collectives set body = :new where draft = :place and body = :old returning 1;

-- name: sealed_coauthors_person(after, length, mark, rows)
select id as place, draft || ':' || cast(resident as text) as owner, person as sealed from coauthors
where id > :after and substr(person, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_coauthors_person(place, old, new)$
update coauthors set person = :new where id = :place and person = :old returning 1;
-- name: sealed_petitions_identity(after, length, mark, rows)
select id as place, draft as owner, identity as sealed from petitions
where id > :after and identity is not null and substr(identity, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_petitions_identity(place, old, new)$
update petitions set identity = :new where id = :place and identity = :old returning 1;

-- name: sealed_petitions_secret(after, length, mark, rows)
select id as place, draft as owner, secret as sealed from petitions
where id > :after and secret is not null and substr(secret, 1, :length) <> :mark order by id limit :rows;

-- name: reseal_petitions_secret(place, old, new)$
update petitions set secret = :new where id = :place and secret = :old returning 1;

-- name: sealed_petition_voices_content(after, length, mark, rows)
select commitment as place, commitment as owner, content as sealed from petition_voices
where commitment > :after and content is not null and substr(content, 1, :length) <> :mark
order by commitment limit :rows;

-- name: reseal_petition_voices_content(place, old, new)$
update petition_voices set content = :new where commitment = :place and content = :old returning 1;

-- name: sealed_signing_links_person(after, length, mark, rows)
select digest as place, digest as owner, person as sealed from signing_links
where digest > :after and person is not null and substr(person, 1, :length) <> :mark order by digest limit :rows;

-- name: reseal_signing_links_person(place, old, new)$
update signing_links set person = :new where digest = :place and person = :old returning 1;

-- name: sealed_mail_tokens_token(after, length, mark, rows)
select appeal as place, appeal as owner, token as sealed from mail_tokens
where appeal > :after and substr(token, 1, :length) <> :mark order by appeal limit :rows;

-- name: reseal_mail_tokens_token(place, old, new)$
update mail_tokens set token = :new where appeal = :place and token = :old returning 1;

-- name: sealed_news_places_data(after, length, mark, rows)
select resident as place, cast(resident as text) as owner, data as sealed from news_places
where resident > :after and substr(data, 1, :length) <> :mark order by resident limit :rows;

-- name: reseal_news_places_data(place, old, new)$
update news_places set data = :new where resident = :place and data = :old returning 1;
