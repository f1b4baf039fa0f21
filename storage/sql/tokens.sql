-- name: token_add(digest, kind, about, expires_at)$
insert into tokens (digest, kind, about, expires_at) values (:digest, :kind, :about, :expires_at)
on conflict (digest) do nothing
returning digest;

-- name: token_find(digest, kind)^
select about, expires_at, used_by from tokens where digest = :digest and kind = :kind;

-- name: token_use(digest, resident)$
update tokens set used_by = :resident where digest = :digest and used_by is null returning digest;

-- name: tokens_purge(before)
delete from tokens where expires_at <= :before returning digest;
