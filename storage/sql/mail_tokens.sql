-- name: mail_token_of(appeal)^
select token from mail_tokens where appeal = :appeal;

-- name: mail_token_add(appeal, digest, token)$
insert into mail_tokens (appeal, digest, token) values (:appeal, :digest, :token)
on conflict (appeal) do nothing
returning appeal;

-- name: mail_token_find(digest)$
select appeal from mail_tokens where digest = :digest;
