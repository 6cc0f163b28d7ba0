"""People come by an invitation, and leave without leaving anything that nobody minds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import ForeignObjectRel
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Contribution, Invitation
from cms.editorial.people import leaving
from tests import factories
from tests.editorial.page_forms import soup_of, values_of

PASSWORD = "granar-och-myrar-17"
USERS = "/admin/users/"
NEW = {"email": "nils@example.org", "first_name": "Nils", "last_name": "Ny", "username": ""}


def access_of(user: User) -> str:
    return reverse("access_of_user", args=(user.pk,))


def said_on(answer: Any) -> str:
    return soup_of(answer).get_text(" ", strip=True)


def is_in(client: Client) -> bool:
    """Whether the session still counts: it may hold somebody who has been closed."""
    return client.get("/admin/account/").status_code == 200


@pytest.fixture
def office(cast: factories.Cast) -> Client:
    """The browser of a network administrator."""
    client = Client()
    client.force_login(cast.network_administrator)
    return client


def invite(office: Client, role: str = "contributor", **changes: Any) -> tuple[User, str]:
    """Invite somebody through the form; the person and the link in the mail."""
    groups = [Group.objects.get(name=role).pk]
    answer = office.post(f"{USERS}new/", {**NEW, "groups": groups, "language": "sv", **changes})
    assert answer.status_code == 302
    return User.objects.get(email=changes.get("email", NEW["email"])), link_in_mail()


def link_in_mail() -> str:
    return re.findall(r"http://testserver(/admin/invitation/\S+)", str(mail.outbox[-1].body))[-1]


def choose(client: Client, link: str, password: str = PASSWORD) -> Any:
    return client.post(link, {"new_password1": password, "new_password2": password})


class TestInvitation:
    def test_by_mail_without_a_password_that_somebody_else_knows(self, office: Client, client: Client) -> None:
        user, link = invite(office)
        assert user.username == "nils"
        assert not user.has_usable_password()
        assert mail.outbox[-1].to == ["nils@example.org"]
        assert mail.outbox[-1].subject == "Välkommen till Servicebanken"
        assert "skribent" in mail.outbox[-1].body
        page = client.get(link)
        assert "Välj ditt lösenord, Nils" in said_on(page)
        answer = choose(client, link)
        assert answer["Location"] == "/admin/"
        assert is_in(client)
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_link_works_once(self, office: Client, client: Client) -> None:
        _user, link = invite(office)
        for _reading in range(2):  # as programs do that check mail for harm
            assert client.get(link).status_code == 200
        choose(client, link)
        for answer in (Client().get(link), choose(Client(), link, "nagot-helt-annat-18")):
            assert answer.status_code == 410
            assert "fungerar inte längre" in said_on(answer)
        assert User.objects.get(email=NEW["email"]).check_password(PASSWORD)

    @pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 410)])
    def test_link_works_for_seven_days(self, days: float, status: int, office: Client, client: Client) -> None:
        user, link = invite(office)
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
            assert client.get(link).status_code == status
            assert choose(client, link).status_code == (302 if status == 200 else 410)
        assert User.objects.get(pk=user.pk).has_usable_password() == (status == 200)

    def test_sending_again_makes_the_older_link_dead(self, office: Client, client: Client) -> None:
        user, older = invite(office)
        assert "Skicka inbjudan igen" in said_on(office.get(access_of(user)))
        office.post(access_of(user), {"do": "invite"})
        newer = link_in_mail()
        assert client.get(older).status_code == 410
        assert client.get(newer).status_code == 200

    def test_goes_anew_to_an_address_that_is_mended(self, office: Client, client: Client) -> None:
        user, older = invite(office, email="nisse@example.org")
        edit = f"{USERS}edit/{user.pk}/"
        values = values_of(soup_of(office.get(edit)).select_one("main form"))
        office.post(edit, values | {"last_name": "Nyman"})
        assert client.get(older).status_code == 200
        answer = office.post(edit, values | {"email": NEW["email"]}, follow=True)
        assert "Inbjudan är på väg till den nya adressen" in said_on(answer)
        assert mail.outbox[-1].to == [NEW["email"]]
        assert client.get(older).status_code == 410
        assert client.get(link_in_mail()).status_code == 200

    def test_nobody_who_has_come_is_invited_when_the_address_changes(self, office: Client, client: Client) -> None:
        user, link = invite(office)
        choose(client, link)
        mail.outbox.clear()
        edit = f"{USERS}edit/{user.pk}/"
        values = values_of(soup_of(office.get(edit)).select_one("main form"))
        office.post(edit, values | {"email": "nils.ny@example.org"})
        user.refresh_from_db()
        assert user.email == "nils.ny@example.org"
        assert not [message for message in mail.outbox if message.subject.startswith("Välkommen")]

    def test_a_weak_password_is_refused(self, office: Client, client: Client) -> None:
        user, link = invite(office)
        answer = choose(client, link, "kort")
        assert answer.status_code == 200
        assert "minst 12 tecken" in " ".join(error.get_text() for error in soup_of(answer).select(".error-message"))
        assert not User.objects.get(pk=user.pk).has_usable_password()

    def test_in_the_language_of_whom_it_is_for(self, office: Client, client: Client) -> None:
        choices = soup_of(office.get(f"{USERS}new/")).select("[name=language] option")
        assert [choice["value"] for choice in choices] == ["sv", "en"]
        _user, link = invite(office, language="en")
        assert mail.outbox[-1].subject == "Welcome to Servicebanken"
        assert soup_of(client.get(link)).select_one("html")["lang"] == "en"

    def test_a_reviewer_goes_on_to_the_second_step(self, office: Client, client: Client, settings: Any) -> None:
        _user, link = invite(office, "reviewer")
        settings.SECOND_FACTOR_REQUIRED = True
        assert "andra steg" in said_on(client.get(link))
        choose(client, link)
        assert client.get("/admin/")["Location"].startswith(reverse("mfa_index"))
        assert client.get(reverse("mfa_activate_totp")).status_code == 200, "asked for the password anew"

    def test_the_list_says_who_has_not_come(self, office: Client, client: Client) -> None:
        user, link = invite(office)
        row = soup_of(office.get(f"{USERS}?q=nils")).select_one("#listing-results tbody tr")
        assert "Inbjuden, har inte loggat in än" in row.get_text(" ", strip=True)
        with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
            office.force_login(User.objects.get(username="network_administrator"))
            assert "Inbjudan för gammal" in said_on(office.get(f"{USERS}?q=nils"))
        choose(client, link)
        assert "Inbjuden" not in said_on(office.get(f"{USERS}?q=nils"))
        assert office.post(access_of(user), {"do": "invite"}).status_code == 200
        assert len(mail.outbox) == 1, "somebody who is here was invited again"

    def test_a_new_password_in_another_way_makes_the_link_dead(self, office: Client, client: Client) -> None:
        user, link = invite(office)
        user.set_password(PASSWORD)
        user.save()
        assert client.get(link).status_code == 410

    def test_an_address_is_one_persons(self, office: Client, cast: factories.Cast) -> None:
        invite(office)
        answer = office.post(f"{USERS}new/", {**NEW, "email": "NILS@example.org", "username": "annan"})
        assert "har redan ett konto" in said_on(answer)
        assert len(mail.outbox) == 1

    def test_a_taken_name_gets_a_number(self, office: Client) -> None:
        invite(office)
        assert invite(office, email="nils@example.com")[0].username == "nils2"

    @pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "member"])
    def test_nobody_else_invites_opens_or_closes(self, role: str, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        client.post(f"{USERS}new/", NEW)
        client.post(access_of(cast.editor), {"do": "close"})
        assert not User.objects.filter(email=NEW["email"]).exists()
        assert User.objects.get(pk=cast.editor.pk).is_active

    def test_a_right_to_change_people_gives_no_role(self, cast: factories.Cast, client: Client) -> None:
        helpers = Group.objects.create(name="helpers")
        for right in ("access_admin", "add_user", "change_user"):
            helpers.permissions.add(Permission.objects.get(codename=right))
        cast.contributor.groups.add(helpers)
        client.force_login(cast.contributor)
        administrators = Group.objects.get(name="network_administrator")
        own = {"username": "contributor", "email": "c@example.org", "first_name": "C", "last_name": "C"}
        client.post(f"{USERS}edit/{cast.contributor.pk}/", {**own, "groups": [administrators.pk]})
        client.post(f"{USERS}new/", {**NEW, "groups": [administrators.pk]})
        assert administrators not in cast.contributor.groups.all()
        assert not User.objects.get(email=NEW["email"]).groups.exists()
        assert client.get(access_of(cast.editor)).status_code == 302

    def test_only_a_superuser_minds_a_superuser(self, cast: factories.Cast, office: Client) -> None:
        for do in ("close", "begin_anew"):
            office.post(access_of(cast.superuser), {"do": do})
        superuser = User.objects.get(pk=cast.superuser.pk)
        assert superuser.is_active
        assert superuser.check_password(factories.PASSWORD)


@pytest.fixture
def leaver(cast: factories.Cast) -> User:
    """A contributor with a draft, a page that waits for a review, a locked page and a way in."""
    draft = factories.make_case(title="Utkast", owner=cast.contributor, published=False)
    draft.save_revision(user=cast.contributor)
    waiting = factories.make_case(title="Väntar", owner=cast.contributor, published=False)
    moderation.submit(waiting, cast.contributor)
    locked = factories.make_case(title="Låst")
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=cast.contributor, locked_at=timezone.now())
    mail.outbox.clear()
    return cast.contributor


class TestClosing:
    def test_asks_who_takes_over_and_says_what(self, leaver: User, office: Client, cast: factories.Cast) -> None:
        page = office.get(access_of(leaver))
        said = said_on(page)
        assert "2 sidor, som får en ny ägare" in said
        assert "1 sida som väntar på granskning" in said
        assert "1 låst sida" in said
        answer = office.post(access_of(leaver), {"do": "close"})
        assert "Välj vem som tar över." in said_on(answer)
        assert User.objects.get(pk=leaver.pk).is_active
        choices = [option["value"] for option in soup_of(page).select("[name=successor] option")]
        assert str(cast.editor.pk) in choices
        assert not {str(leaver.pk), str(cast.member.pk)} & {*choices}

    def test_hands_over_and_ends_every_way_in(self, leaver: User, office: Client, cast: factories.Cast) -> None:
        session = Client()
        session.force_login(leaver)
        assert is_in(session)
        User.objects.filter(pk=leaver.pk).update(email="siv@example.org")
        Client().post(reverse("account_reset_password"), {"email": "siv@example.org"})
        reset = re.findall(r"http://testserver(/\S+)", str(mail.outbox[-1].body))[0]
        Authenticator.objects.create(user=leaver, type="totp", data={})
        answer = office.post(access_of(leaver), {"do": "close", "successor": cast.other_contributor.pk}, follow=True)
        assert "Stängt" in said_on(answer)

        assert mail.outbox[-1].to == [cast.other_contributor.email]
        assert mail.outbox[-1].subject == "Du tar över efter contributor"
        assert "2 sidor, som du nu äger" in mail.outbox[-1].body
        draft, waiting, locked = (Page.objects.get(title=title) for title in ("Utkast", "Väntar", "Låst"))
        assert {draft.owner, waiting.owner} == {cast.other_contributor}
        assert waiting.current_workflow_state.requested_by == cast.other_contributor
        assert not locked.locked
        assert locked.locked_by is None
        client = Client()
        client.force_login(cast.other_contributor)
        assert client.get(reverse("wagtailadmin_pages:edit", args=(draft.pk,))).status_code == 200

        assert not is_in(session)
        assert "fungerar inte längre" in said_on(Client().get(reset, follow=True))
        assert not is_in_with_password(leaver)
        assert not Authenticator.objects.filter(user=leaver).exists()

    def test_history_keeps_the_name(self, leaver: User, office: Client, cast: factories.Cast) -> None:
        draft = Page.objects.get(title="Utkast")
        written = Contribution.objects.filter(user=leaver).count()
        office.post(access_of(leaver), {"do": "close", "successor": cast.editor.pk})
        assert draft.latest_revision.user == leaver
        assert Contribution.objects.filter(user=leaver).count() == written > 0
        entry = ModelLogEntry.objects.get(action=leaving.CLOSED)
        assert (entry.user, entry.object_id) == (cast.network_administrator, str(leaver.pk))
        assert "editor tar över" in entry.formatter.format_message(entry)

    def test_an_old_session_stays_dead_when_the_account_is_opened_again(
        self, office: Client, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        assert is_in(client)
        User.objects.filter(pk=cast.translator.pk).update(email="orjan@example.org")
        office.post(access_of(cast.translator), {"do": "close"})
        office.post(access_of(cast.translator), {"do": "begin_anew"})
        assert not is_in(client)
        assert not is_in_with_password(cast.translator)
        choose(client, link_in_mail())
        assert is_in(client)

    def test_nobody_closes_their_own(self, office: Client, cast: factories.Cast) -> None:
        me = cast.network_administrator
        cast.editor.groups.add(Group.objects.get(name="network_administrator"))
        assert "Close" not in office.get(access_of(me)).content.decode()
        answer = office.post(access_of(me), {"do": "close"})
        assert "ditt eget konto" in said_on(answer)
        assert User.objects.get(pk=me.pk).is_active

    def test_the_last_network_administrator_stays(self, cast: factories.Cast, client: Client) -> None:
        last = cast.network_administrator
        client.force_login(cast.superuser)
        answer = client.post(access_of(last), {"do": "close"})
        assert "sista nätverksadministratören" in said_on(answer)
        own = {"username": last.username, "email": "a@example.org", "first_name": "A", "last_name": "A"}
        answer = client.post(f"{USERS}edit/{last.pk}/", {**own, "groups": []})
        assert "sista nätverksadministratören" in said_on(answer)
        client.post(f"{USERS}delete/{last.pk}/")
        assert User.objects.get(pk=last.pk).is_active
        assert last.groups.get().name == "network_administrator"
        cast.editor.groups.add(Group.objects.get(name="network_administrator"))
        client.post(access_of(last), {"do": "close"})
        assert not User.objects.get(pk=last.pk).is_active

    def test_lost_phone_and_codes(self, office: Client, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.reviewer)
        User.objects.filter(pk=cast.reviewer.pk).update(email="greta@example.org")
        Authenticator.objects.create(user=cast.reviewer, type="totp", data={})
        office.post(access_of(cast.reviewer), {"do": "begin_anew"})
        assert not Authenticator.objects.filter(user=cast.reviewer).exists()
        assert not is_in(client)
        assert "Inbjuden" in said_on(office.get(access_of(cast.reviewer)))
        assert choose(client, link_in_mail()).status_code == 302

    def test_the_command_lets_in_who_can_be_let_in_by_nobody_else(
        self, cast: factories.Cast, client: Client, capsys: Any
    ) -> None:
        cast.superuser.email = "drift@example.org"
        cast.superuser.save()
        Authenticator.objects.create(user=cast.superuser, type="totp", data={})
        call_command("invite", "superuser")
        assert "superuser" in capsys.readouterr().out
        assert choose(client, link_in_mail()).status_code == 302
        assert is_in(client)
        with pytest.raises(CommandError, match="no user 'nobody'"):
            call_command("invite", "nobody")
        User.objects.filter(pk=cast.editor.pk).update(email="")
        with pytest.raises(CommandError, match="no e-mail address"):
            call_command("invite", "editor")

    @pytest.mark.parametrize("data", [{}, {"do": "x"}, {"do": "close", "successor": "x"}, {"do": "invite"}])
    def test_nonsense_does_nothing(
        self, data: dict[str, str], leaver: User, office: Client, cast: factories.Cast
    ) -> None:
        assert office.post(access_of(leaver), data).status_code == 200
        assert office.get(reverse("access_of_user", args=(99999,))).status_code == 404
        assert User.objects.get(pk=leaver.pk).is_active
        assert mail.outbox == []


class TestDeleting:
    def test_who_has_written_is_closed_instead(self, leaver: User, office: Client) -> None:
        answer = office.post(f"{USERS}delete/{leaver.pk}/", follow=True)
        assert answer.redirect_chain[-1][0] == access_of(leaver)
        assert "inte tas bort" in said_on(answer)
        assert User.objects.filter(pk=leaver.pk).exists()

    def test_who_never_came_is_deleted(self, office: Client) -> None:
        user, link = invite(office)
        assert office.post(f"{USERS}delete/{user.pk}/").status_code == 302
        assert not User.objects.filter(pk=user.pk).exists()
        assert not Invitation.objects.exists()
        assert Client().get(link).status_code == 410

    @pytest.mark.parametrize("action", ["delete", "set_active_state", "assign_role"])
    def test_not_by_the_dozen(self, action: str, office: Client, cast: factories.Cast) -> None:
        url = reverse("wagtail_bulk_action", args=("core", "user", action))
        answer = office.post(f"{url}?id={cast.editor.pk}", {"mark_as_active": "False", "role": "1"})
        assert answer.status_code == 404
        assert User.objects.get(pk=cast.editor.pk).is_active

    def test_every_trace_of_a_person_is_thought_of(self) -> None:
        """A new relation to people is history that keeps them, unless somebody says that it ends with the account."""
        known = {
            relation.related_model._meta.label
            for relation in User._meta.get_fields(include_hidden=True)
            if isinstance(relation, ForeignObjectRel) and relation.field.name == "user"
        }
        said = {*leaving.ENDS_WITH_THE_ACCOUNT, *leaving.BELONGS_TO_THE_ACCOUNT}
        assert said <= known
        assert known - said == {
            "editorial.Contribution",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.ModelLogEntry",
            "wagtailcore.PageLogEntry",
            "wagtailcore.Revision",
        }


def is_in_with_password(user: User) -> bool:
    client = Client()
    client.post("/admin/login/", {"username": user.username, "password": factories.PASSWORD})
    return is_in(client)
