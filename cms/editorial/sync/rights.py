"""Groups and what they may do. Rights belong to the groups that the data names, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.editorial.roles import ROLES, STOCK_GROUPS
from cms.editorial.sync.difference import Difference, pages_of

ObjectRights = dict[str, set[tuple[str, int]]]
"""Name of a group → its rights on objects, each the label of a permission and the id of a page or collection."""


def stock_groups() -> Iterator[Difference]:
    for group in Group.objects.filter(name__in=STOCK_GROUPS):
        yield Difference(f"Wagtail's own group {group.name} is there.", group.delete)


def groups() -> Iterator[Difference]:
    existing = set(Group.objects.values_list("name", flat=True))
    for role in ROLES:
        if role.name not in existing:
            yield Difference(f"Group {role.name} is missing.", partial(Group.objects.create, name=role.name.value))


def permissions() -> Iterator[Difference]:
    wanted = {role.name.value: set(role.permissions) for role in ROLES}
    known = _permissions_by_label()
    for group in _other_than_stock().prefetch_related("permissions__content_type"):
        yield from _compare(
            group,
            {_label(permission) for permission in group.permissions.all()},
            wanted.get(group.name, set()),
            give=partial(_give_permission, group, known),
            take=partial(_take_permission, group, known),
        )


def page_rights() -> Iterator[Difference]:
    wanted: ObjectRights = {}
    for role in ROLES:
        rights = wanted.setdefault(role.name.value, set())
        for right in role.pages:
            for page in pages_of(right.page_types, right.language):
                rights |= {(f"wagtailcore.{action}_page", page.pk) for action in right.actions}
    yield from _object_rights(GroupPagePermission.objects, Page.objects, "page", wanted)


def collection_rights() -> Iterator[Difference]:
    root = Collection.get_first_root_node()
    wanted = {role.name.value: {(label, root.pk) for label in role.collections} for role in ROLES} if root else {}
    yield from _object_rights(GroupCollectionPermission.objects, Collection.objects, "collection", wanted)


def rights_of_people() -> Iterator[Difference]:
    for user in get_user_model().objects.filter(user_permissions__isnull=False).distinct():
        labels = ", ".join(sorted(map(_label, user.user_permissions.select_related("content_type"))))
        text = f"User {user.get_username()} has rights of their own: {labels}."
        yield Difference(text, user.user_permissions.clear)


def _object_rights(rows: Any, targets: Any, target: str, wanted: ObjectRights) -> Iterator[Difference]:
    """Rights of groups on pages or collections; `rows` and `targets` are the managers of both models."""
    known = _permissions_by_label()
    given: ObjectRights = {}
    for row in rows.select_related("permission__content_type", "group"):
        given.setdefault(row.group.name, set()).add((_label(row.permission), getattr(row, f"{target}_id")))

    def key(group: Group, right: tuple[str, int]) -> dict[str, Any]:
        return {"group": group, "permission": known[right[0]], f"{target}_id": right[1]}

    def give(group: Group, right: tuple[str, int]) -> None:
        rows.create(**key(group, right))

    def take(group: Group, right: tuple[str, int]) -> None:
        rows.filter(**key(group, right)).delete()

    def describe(right: tuple[str, int]) -> str:
        return f"{right[0]} on {target} “{targets.get(pk=right[1])}”"

    for group in _other_than_stock():
        yield from _compare(
            group,
            given.get(group.name, set()),
            wanted.get(group.name, set()),
            give=partial(give, group),
            take=partial(take, group),
            describe=describe,
        )


def _give_permission(group: Group, known: dict[str, Permission], label: str) -> None:
    group.permissions.add(known[label])


def _take_permission(group: Group, known: dict[str, Permission], label: str) -> None:
    group.permissions.remove(known[label])


def _compare(
    group: Group,
    given: set,
    wanted: set,
    *,
    give: Callable[[Any], object],
    take: Callable[[Any], object],
    describe: Callable[[Any], str] = str,
) -> Iterator[Difference]:
    for right in sorted(wanted - given):
        yield Difference(f"Group {group.name} lacks {describe(right)}.", partial(give, right))
    for right in sorted(given - wanted):
        yield Difference(f"Group {group.name} has {describe(right)}, which no role names.", partial(take, right))


def _other_than_stock() -> Any:
    """Groups that stay; the rights of Wagtail's own go away with them."""
    return Group.objects.exclude(name__in=STOCK_GROUPS)


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _permissions_by_label() -> dict[str, Permission]:
    """All there are. One that a role names and nobody made is a mistake, or the database has not been migrated."""
    known = {_label(permission): permission for permission in Permission.objects.select_related("content_type")}
    named = {label for role in ROLES for label in (*role.permissions, *role.collections)}
    if missing := sorted(named - set(known)):
        raise LookupError(f"There is no permission {', '.join(missing)}. Has the database been migrated?")
    return known


CHECKS = (stock_groups, groups, permissions, page_rights, collection_rights, rights_of_people)
