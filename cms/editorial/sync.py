"""Brings groups, rights and workflows to what `cms.editorial.roles` says, and tells what differed.

Every check yields differences; each knows how it is repaired. Asking for them changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cms.editorial.roles import ROLES, STOCK_GROUPS, WORKFLOWS, TaskData, WorkflowData


Rights = dict[str, set[tuple[str, int]]]
"""Name of a group → its rights on objects, each the label of a permission and the id of a page or collection."""


@dataclass(frozen=True)
class Difference:
    """Something that is not as the data says, in one sentence, and how it is put right."""

    text: str
    repair: Callable[[], object]


def differences() -> Iterator[Difference]:
    """Everything that differs, without changing it. What rests on a missing group or workflow is not listed apart."""
    for check in CHECKS:
        yield from check()


def repair() -> list[str]:
    """Put everything right, in the order in which one thing rests on another; returns what was done."""
    done = []
    with transaction.atomic():
        for check in CHECKS:
            for difference in list(check()):
                difference.repair()
                done.append(difference.text)
    return done


# --- Groups and their rights --------------------------------------------------------------------------------------


def _stock_groups() -> Iterator[Difference]:
    for group in Group.objects.filter(name__in=STOCK_GROUPS):
        yield Difference(f"Wagtail's own group {group.name} is there.", group.delete)


def _groups() -> Iterator[Difference]:
    existing = set(Group.objects.values_list("name", flat=True))
    for role in ROLES:
        if role.name not in existing:
            yield Difference(f"Group {role.name} is missing.", partial(Group.objects.create, name=role.name.value))


def _permissions() -> Iterator[Difference]:
    wanted = {role.name.value: set(role.permissions) for role in ROLES}
    permissions = _permissions_by_label()
    for group in Group.objects.exclude(name__in=STOCK_GROUPS).prefetch_related("permissions__content_type"):
        given = {_label(permission) for permission in group.permissions.all()}
        yield from _compare(
            f"Group {group.name}",
            given,
            wanted.get(group.name, set()),
            give=lambda label, group=group: group.permissions.add(permissions[label]),
            take=lambda label, group=group: group.permissions.remove(permissions[label]),
        )


def _page_rights() -> Iterator[Difference]:
    wanted: Rights = {}
    for role in ROLES:
        rights = wanted.setdefault(role.name.value, set())
        for right in role.pages:
            for page in _pages(right.page_types, right.language):
                rights |= {(f"wagtailcore.{action}_page", page.pk) for action in right.actions}
    yield from _object_rights(GroupPagePermission, "page", wanted)


def _collection_rights() -> Iterator[Difference]:
    root = Collection.get_first_root_node()
    wanted = {role.name.value: {(label, root.pk) for label in role.collections} for role in ROLES} if root else {}
    yield from _object_rights(GroupCollectionPermission, "collection", wanted)


def _object_rights(model: type[models.Model], target: str, wanted: Rights) -> Iterator[Difference]:
    """Rights of groups on pages or collections."""
    permissions = _permissions_by_label()
    targets = model._meta.get_field(target).related_model._default_manager
    given: Rights = {}
    for row in model._default_manager.select_related("permission__content_type", "group"):
        given.setdefault(row.group.name, set()).add((_label(row.permission), getattr(row, f"{target}_id")))
    for group in Group.objects.exclude(name__in=STOCK_GROUPS):

        def keys(right: tuple[str, int], group: Group = group) -> dict[str, object]:
            return {"group": group, "permission": permissions[right[0]], f"{target}_id": right[1]}

        yield from _compare(
            f"Group {group.name}",
            given.get(group.name, set()),
            wanted.get(group.name, set()),
            give=lambda right, keys=keys: model._default_manager.create(**keys(right)),
            take=lambda right, keys=keys: model._default_manager.filter(**keys(right)).delete(),
            describe=lambda right: f"{right[0]} on {target} “{targets.get(pk=right[1])}”",
        )


def _rights_of_people() -> Iterator[Difference]:
    """Rights belong to groups, never to a person."""
    for user in get_user_model().objects.filter(user_permissions__isnull=False).distinct():
        labels = sorted(_label(permission) for permission in user.user_permissions.select_related("content_type"))
        yield Difference(
            f"User {user.get_username()} has rights of their own: {', '.join(labels)}.", user.user_permissions.clear
        )


def _compare(
    who: str,
    given: set,
    wanted: set,
    *,
    give: Callable,
    take: Callable,
    describe: Callable[..., str] = str,
) -> Iterator[Difference]:
    for right in sorted(wanted - given):
        yield Difference(f"{who} lacks {describe(right)}.", partial(give, right))
    for right in sorted(given - wanted):
        yield Difference(f"{who} has {describe(right)}, which no role names.", partial(take, right))


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _permissions_by_label() -> dict[str, Permission]:
    return {_label(permission): permission for permission in Permission.objects.select_related("content_type")}


def _pages(page_types: Iterable[str], language: str) -> models.QuerySet[Page]:
    types = ContentType.objects.get_for_models(*(apps.get_model(label) for label in page_types))
    return Page.objects.filter(content_type__in=types.values(), locale__language_code=language, alias_of__isnull=True)


# --- Workflows ----------------------------------------------------------------------------------------------------


def _tasks() -> Iterator[Difference]:
    for data in _all_tasks():
        task = _task(data)
        if task is None:
            yield Difference(f"The step “{data.name}” is missing.", partial(_make_task, data))
            continue
        if not task.active:
            yield Difference(f"The step “{data.name}” is switched off.", partial(_switch_on, task))
        names = set(task.groups.values_list("name", flat=True))
        if names != {group.value for group in data.groups}:
            yield Difference(
                f"The step “{data.name}” is done by other groups than {', '.join(data.groups)}.",
                partial(_set_groups, task, data),
            )


def _workflows() -> Iterator[Difference]:
    for data in WORKFLOWS:
        workflow = Workflow.objects.filter(name=data.name).order_by("pk").first()
        if workflow is None:
            yield Difference(f"The workflow “{data.name}” is missing.", partial(_make_workflow, data))
            continue
        if not workflow.active:
            yield Difference(f"The workflow “{data.name}” is switched off.", partial(_switch_on, workflow))
        steps = list(workflow.workflow_tasks.order_by("sort_order").values_list("task__name", flat=True))
        if steps != [task.name for task in data.tasks]:
            yield Difference(
                f"The workflow “{data.name}” has other steps than it should.", partial(_set_steps, workflow, data)
            )


def _assignments() -> Iterator[Difference]:
    """Which pages go through which workflow: ours on the front pages, none elsewhere that could go round them."""
    wanted = {page.pk: data for data in WORKFLOWS for page in _pages(data.page_types, data.language)}
    given = {row.page_id: row for row in WorkflowPage.objects.select_related("workflow", "page")}
    for pk, data in wanted.items():
        row = given.get(pk)
        if row is None or row.workflow.name != data.name:
            yield Difference(f"Page {pk} does not go through the workflow “{data.name}”.", partial(_assign, pk, data))
    for pk, row in given.items():
        if pk not in wanted:
            yield Difference(
                f"Page “{row.page}” goes through the workflow “{row.workflow}”, which the data does not say.",
                row.delete,
            )
    for row in WorkflowContentType.objects.select_related("workflow", "content_type"):
        yield Difference(
            f"{row.content_type} goes through the workflow “{row.workflow}”, which the data does not say.", row.delete
        )


def _other_workflows() -> Iterator[Difference]:
    """Wagtail's own "Moderators approval", and any made by hand: without our last step there are no four eyes."""
    ours = [data.name for data in WORKFLOWS]
    for workflow in Workflow.objects.filter(active=True).exclude(name__in=ours):
        yield Difference(
            f"There is a workflow “{workflow}” that the data does not name.", partial(_retire_workflow, workflow)
        )
    for task in Task.objects.filter(active=True).exclude(name__in=[task.name for task in _all_tasks()]):
        yield Difference(f"There is a step “{task}” that the data does not name.", partial(_retire_task, task))


def _all_tasks() -> list[TaskData]:
    return list(dict.fromkeys(task for workflow in WORKFLOWS for task in workflow.tasks))


def _task(data: TaskData) -> Task | None:
    return apps.get_model(data.model).objects.filter(name=data.name).order_by("pk").first()


def _make_task(data: TaskData) -> None:
    _set_groups(apps.get_model(data.model).objects.create(name=data.name), data)


def _set_groups(task: GroupApprovalTask, data: TaskData) -> None:
    task.groups.set(Group.objects.filter(name__in=data.groups))


def _make_workflow(data: WorkflowData) -> None:
    _set_steps(Workflow.objects.create(name=data.name), data)


def _set_steps(workflow: Workflow, data: WorkflowData) -> None:
    WorkflowTask.objects.filter(workflow=workflow).delete()
    for position, task in enumerate(data.tasks):
        WorkflowTask.objects.create(workflow=workflow, task=_task(task), sort_order=position)


def _assign(page_id: int, data: WorkflowData) -> None:
    workflow = Workflow.objects.filter(name=data.name).order_by("pk").first()
    WorkflowPage.objects.update_or_create(page_id=page_id, defaults={"workflow": workflow})


def _switch_on(row: Task | Workflow) -> None:
    row.active = True
    row.save(update_fields=["active"])


def _retire_workflow(workflow: Workflow) -> None:
    """Away with it; one that has been used is only switched off, because the history of pages rests on it."""
    workflow.deactivate()
    if not WorkflowState.objects.filter(workflow=workflow).exists():
        workflow.delete()


def _retire_task(task: Task) -> None:
    task.specific.deactivate()
    if not task.task_states.exists():
        task.delete()


CHECKS: tuple[Callable[[], Iterator[Difference]], ...] = (
    _stock_groups,
    _groups,
    _permissions,
    _page_rights,
    _collection_rights,
    _rights_of_people,
    _other_workflows,
    _tasks,
    _workflows,
    _assignments,
)
