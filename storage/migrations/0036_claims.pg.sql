-- A claim is one question to the server. Inside a function each statement sees what was committed while it waited for
-- its turn, so of two claims the second sees the first, and two rows of one chat are never in different hands.

create function take_updates(at_ms bigint, until_ms bigint, replica text, busy bigint[], most integer)
returns setof inbox language plpgsql as $$$$
begin
    perform pg_advisory_xact_lock(1752330095, 1);
    return query
    update inbox set leased_by = replica, leased_until = until_ms
    where inbox.update_id in (
        select i.update_id from inbox i
        where i.state = 'waiting' and i.next_at <= at_ms and i.chat <> all (busy) and not exists (
            select 1 from inbox e where e.state = 'waiting' and e.chat = i.chat and e.update_id < i.update_id
        ) and not exists (
            select 1 from inbox l
            where l.state = 'waiting' and l.leased_until > 0 and l.chat = i.chat
                and l.leased_until > at_ms and l.leased_by <> replica
        )
        order by i.update_id limit most
        for update skip locked
    )
    returning *;
end
$$$$;

-- A letter that a conversation is changing at this moment is passed over: waiting for it could end one of the two

create function take_letters(ids bigint[], at_ms bigint, until_ms bigint, replica text)
returns setof deliveries language plpgsql as $$$$
begin
    perform pg_advisory_xact_lock(1752330095, 2);
    return query
    update deliveries set leased_by = replica, leased_until = until_ms
    where deliveries.id in (
        select d.id from deliveries d
        where d.id = any (ids) and d.state = 'waiting' and d.due <= at_ms and not exists (
            select 1 from deliveries l
            where l.state = 'waiting' and l.leased_until > 0 and l.chat = d.chat
                and l.leased_until > at_ms and l.leased_by <> replica
        )
        for update skip locked
    )
    returning *;
end
$$$$;
