-- name: signing_link_add(digest, petition, resident, expires_at, step)$
insert into signing_links (digest, petition, resident, expires_at, step)
values (:digest, :petition, :resident, :expires_at, :step)
returning digest;

-- name: signing_links_drop(petition, resident)
delete from signing_links where petition = :petition and resident = :resident and step <> 'signed' returning digest;

-- name: signing_link_find(digest)^
select * from signing_links where digest = :digest;

-- name: signing_link_by_state(state, browser)^
select * from signing_links where state = :state and browser = :browser;

-- The browser that sends it first keeps it; going back and sending it anew begins the identification anew
-- name: signing_link_send(digest, browser, state)^
update signing_links set browser = :browser, state = :state, step = 'sent', person = null
where digest = :digest and step <> 'signed' and (browser = '' or browser = :browser)
returning *;

-- name: signing_link_return(state, browser)^
update signing_links set step = 'returned' where state = :state and browser = :browser and step = 'sent' returning *;

-- name: signing_link_know(digest, state, person)^
update signing_links set step = 'known', person = :person
where digest = :digest and state = :state and step = 'returned'
returning *;

-- name: signing_link_use(digest, commitment)^
update signing_links set step = 'signed', person = null, commitment = :commitment
where digest = :digest and step = 'known'
returning *;

-- name: signing_links_purge(before)
delete from signing_links where expires_at <= :before returning digest;

-- name: signing_account_add(petition, account, commitment)$
insert into signing_accounts (petition, account, commitment) values (:petition, :account, :commitment)
on conflict (petition, account) do nothing
returning 1;

-- name: signing_account_find(petition, account)$
select commitment from signing_accounts where petition = :petition and account = :account;

-- name: signing_account_of(petition, commitment)$
select account from signing_accounts where petition = :petition and commitment = :commitment;

-- name: signing_accounts_forget(petition)
delete from signing_accounts where petition = :petition returning account;
