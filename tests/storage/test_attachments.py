import pytest

from council.appeals import Attachment, AttachmentKind
from council.phrases import NotFound
from storage.desk import Desk
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, a_case, an_answer


async def a_photo(desk: Desk, draft: str, key: str, path: str = "ab" * 16) -> Attachment:
    return await desk.attachments.add(
        draft, key, AttachmentKind.PHOTO, "двір Коваль.jpg", "image/jpeg", 9, "00" * 32, path, NOW
    )


async def test_the_same_file_twice_is_one_attachment(storage: Storage) -> None:
    async with storage.unit() as desk:
        first = await a_photo(desk, "draft-1", "unique-1")
        again = await a_photo(desk, "draft-1", "unique-1", path="cd" * 16)
        other = await a_photo(desk, "draft-2", "unique-1")
        assert again == first == await desk.attachments.get(first.id)
        assert other.id != first.id
        assert await desk.attachments.of_draft("draft-1") == [first]
    assert first.name == "двір Коваль.jpg"


async def test_files_follow_their_draft_to_the_case(storage: Storage) -> None:
    async with storage.unit() as desk:
        photos = [await a_photo(desk, "draft-1", f"unique-{n}") for n in range(2)]
        case = await a_case(desk)
        await desk.attachments.attach("draft-1", case.id)
        tied = await desk.attachments.of_appeal(case.id)
    assert [(photo.id, photo.appeal) for photo in tied] == [(photo.id, case.id) for photo in photos]


async def test_files_of_an_answer_are_not_those_of_the_submission(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        await a_photo(desk, "reply-7", "unique-1")
        answer = await desk.appeals.add_message(an_answer(case.id))
        await desk.attachments.attach("reply-7", case.id, answer.id)
        assert await desk.attachments.of_appeal(case.id) == []
        assert [photo.message for photo in await desk.attachments.of_message(answer.id)] == [answer.id]


async def test_a_file_of_a_case_is_not_moved_to_another(storage: Storage) -> None:
    async with storage.unit() as desk:
        first, second = await a_case(desk, "draft-1"), await a_case(desk, "draft-2")
        await a_photo(desk, "draft-1", "unique-1")
        await desk.attachments.attach("draft-1", first.id)
        await desk.attachments.attach("draft-1", second.id)
        assert len(await desk.attachments.of_appeal(first.id)) == 1
        assert await desk.attachments.of_appeal(second.id) == []


async def test_a_dropped_file_is_not_found(storage: Storage) -> None:
    async with storage.unit() as desk:
        photo = await a_photo(desk, "draft-1", "unique-1")
        await desk.attachments.drop(photo.id)
        with pytest.raises(NotFound):
            await desk.attachments.get(photo.id)


async def test_only_files_of_forms_never_submitted_are_forgotten(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk, "draft-1")
        await a_photo(desk, "draft-1", "unique-1", path="ab" * 16)
        await desk.attachments.attach("draft-1", case.id)
        await a_photo(desk, "draft-2", "unique-1", path="cd" * 16)
        assert await desk.attachments.paths() == {"ab" * 16, "cd" * 16}
        assert await desk.attachments.purge(NOW) == 0
        assert await desk.attachments.purge(NOW + MINUTE) == 1
        assert await desk.attachments.paths() == {"ab" * 16}
