-- name: survey_version(survey, fingerprint)$
select version from survey_versions where survey = :survey and fingerprint = :fingerprint;

-- name: survey_version_add(survey, fingerprint, definition)$
insert into survey_versions (survey, version, fingerprint, definition)
values (
    :survey, (select coalesce(max(version), 0) + 1 from survey_versions where survey = :survey),
    :fingerprint, :definition
)
on conflict do nothing
returning version;

-- name: survey_definition(survey, version)$
select definition from survey_versions where survey = :survey and version = :version;

-- name: survey_profile(resident)$
select data from survey_profiles where resident = :resident;

-- name: survey_profile_keep(resident, data)$
insert into survey_profiles (resident, data) values (:resident, :data)
on conflict (resident) do update set data = excluded.data
returning resident;

-- name: survey_profile_forget(resident)$
delete from survey_profiles where resident = :resident returning resident;

-- name: survey_results_of(resident, survey)
select * from survey_results where resident = :resident and survey = :survey order by month;

-- name: survey_result_keep(resident, survey, month, data)$
insert into survey_results (resident, survey, month, data) values (:resident, :survey, :month, :data)
on conflict (resident, survey, month) do update set data = excluded.data
returning resident;

-- name: survey_results_forget(resident)
delete from survey_results where resident = :resident returning resident;

-- name: survey_drafts_forget(resident)
delete from drafts where resident = :resident and form like 'survey.%' returning resident;

-- name: survey_draft_erase(resident, form)$
delete from drafts where resident = :resident and form = :form returning resident;

-- name: hash_key(name)$
select value from hash_keys where name = :name;

-- name: hash_key_add(name, value)$
insert into hash_keys (name, value) values (:name, :value) on conflict (name) do nothing returning name;

-- name: survey_ledger_has(survey, wave, entry)$
select count(*) from survey_ledger where survey = :survey and wave = :wave and entry = :entry;

-- name: survey_ledger_add(survey, wave, entry)$
insert into survey_ledger (survey, wave, entry) values (:survey, :wave, :entry)
on conflict (survey, wave, entry) do nothing
returning entry;

-- name: survey_ledger_count(survey, wave)$
select count(*) from survey_ledger where survey = :survey and wave = :wave;

-- name: survey_urns_all()
select * from survey_urns order by key;

-- name: survey_urn(key)$
select data from survey_urns where key = :key;

-- name: survey_urn_add(key, survey, version, wave, subject, variant, channel, data)$
insert into survey_urns (key, survey, version, wave, subject, variant, channel, data)
values (:key, :survey, :version, :wave, :subject, :variant, :channel, :data)
on conflict (key) do nothing
returning key;

-- name: survey_urn_change(key, old, new)$
update survey_urns set data = :new where key = :key and data = :old returning key;

-- name: survey_urn_drop(key, old)$
delete from survey_urns where key = :key and data = :old returning key;

-- name: survey_answer_add(id, survey, version, wave, subject, variant, channel, week, data)$
insert into survey_answers (id, survey, version, wave, subject, variant, channel, week, data)
values (:id, :survey, :version, :wave, :subject, :variant, :channel, :week, :data)
on conflict (id) do nothing
returning id;

-- name: survey_answers_of(survey, wave, subject)
select * from survey_answers
where survey = :survey and (:wave = '' or wave = :wave) and (:subject = '' or subject = :subject)
order by id;

-- name: survey_count(survey, wave, name)$
insert into survey_counts (survey, wave, name, n) values (:survey, :wave, :name, 1)
on conflict (survey, wave, name) do update set n = survey_counts.n + 1
returning n;

-- name: survey_counts(survey, wave)
select name, n from survey_counts where survey = :survey and wave = :wave order by name;

-- name: survey_waves(survey)
select distinct wave from survey_counts where survey = :survey order by wave desc;
