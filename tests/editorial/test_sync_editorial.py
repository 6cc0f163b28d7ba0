"""`manage.py sync_editorial`: roles, rights and workflows are as the data says, whatever somebody did by hand."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from bank.models import OwnerConfirmationTask
from cms.editorial.models import EditorialCheckTask, FourEyesApprovalTask
from tests import factories

STEPS_OF_THE_BANK = [EditorialCheckTask, OwnerConfirmationTask, FourEyesApprovalTask]
BANK, TRANSLATION = "Bankens innehåll / Content of the bank", "Översättning / Translation"


def sync(*arguments: str) -> str:
    out = StringIO()
    call_command("sync_editorial", *arguments, stdout=out)
    return out.getvalue()


def check_fails_with() -> str:
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("sync_editorial", "--check", stdout=out)
    assert failed.value.returncode == 1
    return out.getvalue()


def permission(codename: str) -> Permission:
    return Permission.objects.get(
        codename=codename, content_type__app_label__in=("wagtailcore", "wagtailimages", "core")
    )


@pytest.mark.usefixtures("site")
class TestWhenNothingDiffers:
    def test_second_run_changes_nothing(self) -> None:
        assert sync() == "Nothing to change.\n"

    def test_check_is_content(self) -> None:
        assert "as the data says" in sync("--check")


def test_right_on_pages_given_by_hand_is_reported_and_taken_away(site: factories.Tree) -> None:
    editors = Group.objects.get(name="editor")
    GroupPagePermission.objects.create(group=editors, page=site.bank, permission=permission("publish_page"))
    told = check_fails_with()
    assert "Group editor has wagtailcore.publish_page on page “Banken”, which no role names." in told
    assert GroupPagePermission.objects.filter(group=editors, permission__codename="publish_page").exists()
    assert "wagtailcore.publish_page" in sync()
    assert not GroupPagePermission.objects.filter(group=editors, permission__codename="publish_page").exists()


@pytest.mark.usefixtures("site")
def test_permission_given_by_hand_is_taken_away_and_a_missing_one_given_back() -> None:
    editors = Group.objects.get(name="editor")
    editors.permissions.add(permission("delete_user"))
    editors.permissions.remove(Permission.objects.get(codename="change_organisation"))
    told = check_fails_with()
    assert "has core.delete_user, which no role names" in told
    assert "lacks registers.change_organisation" in told
    sync()
    assert sync() == "Nothing to change.\n"
    codenames = set(editors.permissions.values_list("codename", flat=True))
    assert "change_organisation" in codenames
    assert "delete_user" not in codenames


@pytest.mark.usefixtures("site")
def test_right_on_a_collection_given_by_hand_is_taken_away() -> None:
    members, root = Group.objects.get(name="member"), Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(group=members, collection=root, permission=permission("add_image"))
    assert "Group member has wagtailimages.add_image on collection" in check_fails_with()
    sync()
    assert not GroupCollectionPermission.objects.filter(group=members).exists()


def test_group_that_the_data_does_not_name_stays_but_has_no_rights(site: factories.Tree) -> None:
    """A page may be in the care of a group of its own; that gives no rights."""
    carers = Group.objects.create(name="Servicegruppen i Norrbotten")
    GroupPagePermission.objects.create(group=carers, page=site.home, permission=permission("publish_page"))
    sync()
    assert Group.objects.filter(pk=carers.pk).exists()
    assert not GroupPagePermission.objects.filter(group=carers).exists()


def test_right_of_a_single_person_is_taken_away(cast: factories.Cast) -> None:
    cast.contributor.user_permissions.add(permission("change_user"))
    assert "User contributor has rights of their own: core.change_user." in check_fails_with()
    sync()
    assert not cast.contributor.user_permissions.exists()


def test_group_that_was_deleted_comes_back_with_its_rights(site: factories.Tree) -> None:
    Group.objects.get(name="reviewer").delete()
    assert "Group reviewer is missing." in check_fails_with()
    sync()
    assert GroupPagePermission.objects.filter(group__name="reviewer", page=site.home).exists()
    assert FourEyesApprovalTask.objects.get().groups.get().name == "reviewer"


@pytest.mark.usefixtures("site")
def test_groups_that_wagtail_makes_are_removed_with_their_rights() -> None:
    moderators = Group.objects.create(name="Moderators")
    moderators.permissions.add(Permission.objects.get(codename="access_admin"))
    assert "Wagtail's own group Moderators is there." in check_fails_with()
    sync()
    assert not Group.objects.filter(name__in=("Moderators", "Editors")).exists()


def test_front_pages_go_through_their_workflows(site: factories.Tree) -> None:
    bank, translation = site.home.get_workflow(), site.home_en.get_workflow()
    assert [type(task.specific) for task in bank.tasks] == [
        EditorialCheckTask,
        OwnerConfirmationTask,
        FourEyesApprovalTask,
    ]
    assert [type(task.specific) for task in translation.tasks] == [FourEyesApprovalTask]
    assert (bank.name, translation.name) == (BANK, TRANSLATION)
    assert factories.make_case().get_workflow() == bank
    assert site.cases_en.get_workflow() == translation


def test_every_page_type_below_a_front_page_has_a_workflow_that_ends_with_four_eyes(site: factories.Tree) -> None:
    for page in Page.objects.filter(depth__gt=1):
        assert isinstance(page.get_workflow().tasks.last().specific, FourEyesApprovalTask)


def test_workflow_made_by_hand_is_taken_off_its_pages(site: factories.Tree) -> None:
    """One of plain group approvals would publish without four eyes."""
    shortcut = Workflow.objects.create(name="Genväg")
    task = GroupApprovalTask.objects.create(name="Alla")
    WorkflowTask.objects.create(workflow=shortcut, task=task, sort_order=0)
    WorkflowPage.objects.create(page=site.cases, workflow=shortcut)
    told = check_fails_with()
    assert "There is a workflow “Genväg” that no data names." in told
    assert "There is a step “Alla” that no data names." in told
    assert "“Goda exempel” goes through the workflow “Genväg”" in told
    sync()
    assert not Workflow.objects.filter(name="Genväg").exists()
    assert not Task.objects.filter(name="Alla").exists()
    assert factories.make_case().get_workflow().name == BANK


@pytest.mark.usefixtures("site")
def test_steps_that_were_changed_are_put_right() -> None:
    bank = Workflow.objects.get(name=BANK)
    bank.workflow_tasks.last().delete()
    check = EditorialCheckTask.objects.get()
    check.groups.set(Group.objects.filter(name__in=("editor", "contributor")))
    Task.objects.filter(pk=FourEyesApprovalTask.objects.get().pk).update(active=False)
    told = check_fails_with()
    assert "has other steps than the data says" in told
    assert "is not done by editor alone" in told
    assert "is switched off" in told
    sync()
    assert sync() == "Nothing to change.\n"
    assert [type(task.specific) for task in bank.tasks] == [
        EditorialCheckTask,
        OwnerConfirmationTask,
        FourEyesApprovalTask,
    ]


@pytest.mark.usefixtures("site")
def test_permission_that_nobody_made_is_named() -> None:
    Permission.objects.filter(codename="submit_translation").delete()
    with pytest.raises(CommandError, match=r"no permission wagtail_localize\.submit_translation"):
        sync()


def test_works_before_there_are_pages_and_goes_on_when_they_exist(site: factories.Tree) -> None:
    Site.objects.all().delete()
    for page in (site.home, site.home_en):
        Page.objects.get(pk=page.pk).delete()
    sync()
    assert sync() == "Nothing to change.\n"
    assert not GroupPagePermission.objects.exists()
    tree = factories.make_site()
    assert f"Page “Servicebanken” does not go through the workflow “{BANK}”." in sync()
    assert tree.home.get_workflow().name == BANK
    assert sync() == "Nothing to change.\n"
