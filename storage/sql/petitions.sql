-- name: petition_add(number, draft, mode, state, author, identity, secret, title, body, ask, submitted_at, page, head)^
insert into petitions (number, draft, mode, state, author, identity, secret, title, body, ask, submitted_at, page, head)
values (:number, :draft, :mode, :state, :author, :identity, :secret, :title, :body, :ask, :submitted_at, :page, :head)
on conflict (draft) do nothing
returning *;

-- name: petition_by_id(id)^
select * from petitions where id = :id;

-- name: petition_by_draft(draft)^
select * from petitions where draft = :draft;

-- name: petitions_of_author(author)
select * from petitions where author = :author order by id desc;

-- name: petitions_in_check()
select * from petitions where state = 'checking' order by id;

-- name: petitions_public()
select * from petitions where published is not null order by id desc;

-- Different whenever anything of a published petition is: its own version, or another link of its log
-- name: petitions_sign()^
select count(*) as petitions, cast(coalesce(sum(version), 0) as bigint) as versions,
    cast(coalesce(sum(seq), 0) as bigint) as links
from petitions where published is not null;

-- name: petition_heads()
select id, seq, head from petitions where published is not null;

-- name: petitions_closing(before)
select * from petitions where state = 'collecting' and closes < :before order by id;

-- name: petition_change(id, old_state, old_version, state, identity, title, body, ask, claimed_by, published_at, published, closes, threshold, reached_at, started, session, outcome, refusal_ground, refusal_text, answer, answered, page, count_outside, counted_outside)^
update petitions set
    state = :state, identity = :identity, title = :title, body = :body, ask = :ask, claimed_by = :claimed_by,
    published_at = :published_at, published = :published, closes = :closes, threshold = :threshold,
    reached_at = :reached_at, started = :started, session = :session, outcome = :outcome,
    refusal_ground = :refusal_ground, refusal_text = :refusal_text, answer = :answer, answered = :answered,
    page = :page, count_outside = :count_outside, counted_outside = :counted_outside, version = version + 1
where id = :id and state = :old_state and version = :old_version
returning *;

-- The row is locked by its own update: links of one petition follow one another on both engines
-- name: petition_turn(id)^
update petitions set seq = seq + 1 where id = :id returning seq, head;

-- name: petition_counted(id, head, supports, signatures)^
update petitions set head = :head, supports = supports + :supports, signatures = signatures + :signatures
where id = :id
returning *;

-- name: petition_head(id)$
select head from petitions where id = :id;

-- name: voice_add(petition, act, who, at, commitment, content, state, flags, verified)$
insert into petition_voices (petition, act, who, at, commitment, content, state, flags, verified)
values (:petition, :act, :who, :at, :commitment, :content, :state, :flags, :verified)
on conflict (petition, act, who) do nothing
returning 1;

-- name: voice_of(petition, act, who)^
select * from petition_voices where petition = :petition and act = :act and who = :who;

-- name: voice_by_commitment(petition, commitment)^
select * from petition_voices where petition = :petition and commitment = :commitment;

-- name: voices_of(petition)
select * from petition_voices where petition = :petition order by act, who;

-- name: voices_since(petition, since)$
select count(*) from petition_voices where petition = :petition and at >= :since;

-- name: voice_turn(petition, act, who, state)^
update petition_voices set state = :state
where petition = :petition and act = :act and who = :who and state <> :state
returning *;

-- name: voice_flag(petition, act, who, flags)$
update petition_voices set flags = :flags where petition = :petition and act = :act and who = :who returning 1;

-- name: voice_forget(petition, act, who, stranger)$
update petition_voices set content = null, who = :stranger
where petition = :petition and act = :act and who = :who
returning 1;

-- name: link_add(petition, seq, act, at, content, before, hash)$
insert into petition_log (petition, seq, act, at, content, before, hash)
values (:petition, :seq, :act, :at, :content, :before, :hash)
returning seq;

-- name: links_of(petition)
select * from petition_log where petition = :petition order by seq;

-- name: petition_follow(petition, resident, now)$
insert into petition_followers (petition, resident, since) values (:petition, :resident, :now)
on conflict (petition, resident) do nothing
returning 1;

-- name: petition_unfollow(petition, resident)$
delete from petition_followers where petition = :petition and resident = :resident returning 1;

-- name: petition_followers(petition)
select resident from petition_followers where petition = :petition order by resident;

-- name: petition_forget_secret(id)$
update petitions set secret = null where id = :id returning 1;
