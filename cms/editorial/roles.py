"""Who may do what, as data: the table "Roles and moderation" of the architecture.

``sync_editorial`` gives exactly these rights and takes away every other one. Nobody but the network administrator may
publish: in Wagtail that right goes round the workflow, and a reviewer's last approval publishes without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

SWEDISH, ENGLISH = "sv", "en"

WHOLE_SITE = ("home.HomePage",)
WHERE_CONTENT_GROWS = (
    "bank.CaseStudyIndexPage",
    "bank.ResourceIndexPage",
    "bank.ServicePlanIndexPage",
    "bank.CollectionIndexPage",
    "network.EventIndexPage",
    "network.ProjectIndexPage",
)
"""Sections in which a contributor adds pages. Sections themselves are an editor's matter."""


class RoleName(models.TextChoices):
    """Names of the groups. They are fixed: other people's checks and imports rely on them."""

    CONTRIBUTOR = "contributor", _("contributor")
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("reviewer")
    NETWORK_ADMINISTRATOR = "network_administrator", _("network administrator")
    MEMBER = "member", _("member")


def label_of(group: str) -> str:
    """What a group is called in the active language: a role's label, or the name of a group that somebody has made."""
    return str(RoleName(group).label) if group in RoleName.values else group


@dataclass(frozen=True)
class PageRight:
    """Rights on every page of these types in one language, and on everything below."""

    page_types: tuple[str, ...]
    language: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """What one group may do. Permissions are written ``app.codename``; those of files hold for all collections."""

    name: RoleName
    pages: tuple[PageRight, ...] = ()
    collections: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()


def _each(app: str, models: tuple[str, ...], *actions: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions)


ADMIN = "wagtailadmin.access_admin"
START_TRANSLATION = "wagtail_localize.submit_translation"

TERMS = ("servicetype", "solutiontype", "level", "audience", "theme", "phase", "successfactor")
PLACES = ("county", "municipality")
PARTIES = ("organisation", "contactperson")
CASE_PRIVATE = (*_each("bank", ("caseowner",), "add", "change"), "bank.view_confirmation")
"""What an owner has answered is written by the owner's link."""
SEARCH_WORDS = ("synonym", "unsplitword")

FILES_OF_ONE_S_OWN = (
    *_each("wagtailimages", ("image",), "add", "choose"),
    *_each("wagtaildocs", ("document",), "add", "choose"),
)
ALL_FILES = (
    *_each("wagtailimages", ("image",), "add", "change", "choose"),
    *_each("wagtaildocs", ("document",), "add", "change", "choose"),
)
CHOOSE_FILES = ("wagtailimages.choose_image", "wagtaildocs.choose_document")

ROLES: tuple[Role, ...] = (
    Role(
        RoleName.CONTRIBUTOR,
        pages=(PageRight(WHERE_CONTENT_GROWS, SWEDISH, ("add",)),),
        collections=FILES_OF_ONE_S_OWN,
        permissions=(ADMIN,),
    ),
    Role(
        RoleName.EDITOR,
        pages=(
            PageRight(WHOLE_SITE, SWEDISH, ("add", "change")),
            PageRight(WHOLE_SITE, ENGLISH, ("change",)),
        ),
        collections=ALL_FILES,
        permissions=(
            ADMIN,
            START_TRANSLATION,
            *_each("registers", TERMS, "add", "change"),
            *_each("registers", PLACES, "change"),
            *_each("registers", PARTIES, "add", "change"),
            *CASE_PRIVATE,
            # No page stands on them: a word that does harm is taken away by who finds it.
            *_each("search", SEARCH_WORDS, "add", "change", "delete"),
            "search.view_missedquestion",
        ),
    ),
    Role(
        RoleName.TRANSLATOR,
        pages=(PageRight(WHOLE_SITE, ENGLISH, ("change",)),),
        collections=CHOOSE_FILES,
        permissions=(ADMIN, START_TRANSLATION),
    ),
    Role(
        RoleName.REVIEWER,
        pages=(
            PageRight(WHOLE_SITE, SWEDISH, ("change",)),
            PageRight(WHOLE_SITE, ENGLISH, ("change",)),
        ),
        collections=CHOOSE_FILES,
        permissions=(ADMIN, *CASE_PRIVATE),
    ),
    Role(
        RoleName.NETWORK_ADMINISTRATOR,
        pages=(
            PageRight(WHOLE_SITE, SWEDISH, ("add", "change", "publish", "bulk_delete", "lock", "unlock")),
            PageRight(WHOLE_SITE, ENGLISH, ("change", "publish", "bulk_delete", "lock", "unlock")),
        ),
        collections=(
            *ALL_FILES,
            "wagtailimages.delete_image",
            "wagtaildocs.delete_document",
            *_each("wagtailcore", ("collection",), "add", "change", "delete"),
        ),
        permissions=(
            ADMIN,
            START_TRANSLATION,
            *_each("registers", TERMS, "add", "change", "delete"),
            *_each("registers", PLACES, "change"),
            *_each("registers", PARTIES, "add", "change", "delete"),
            *_each("bank", ("caseowner", "confirmation"), "add", "change", "delete"),
            *_each("search", SEARCH_WORDS, "add", "change", "delete"),
            "search.view_missedquestion",
            *_each("wagtailredirects", ("redirect",), "add", "change", "delete"),
            *_each("core", ("user",), "add", "change", "delete"),
            *_each("auth", ("group",), "add", "change", "delete"),
            *_each("api", ("partnerkey",), "add", "change"),
            *_each("api", ("frontend",), "add", "change", "delete"),
            *_each("publishing", ("webhooksubscription",), "add", "change", "delete"),
            "wagtailcore.change_site",
        ),
    ),
    # Reads sections that are granted to the group; no admin.
    Role(RoleName.MEMBER),
)

STOCK_GROUPS = ("Moderators", "Editors")
"""Wagtail makes these two, with rights on the whole tree."""


# --- Workflows ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskData:
    """One step. The name is stored once and shown in both languages, so it holds both."""

    model: str
    name: str
    groups: tuple[RoleName, ...]


@dataclass(frozen=True)
class WorkflowData:
    """Steps in order, and the pages whose content goes through them. The name holds both languages, too."""

    name: str
    tasks: tuple[TaskData, ...]
    page_types: tuple[str, ...]
    language: str


EDITORIAL_CHECK = TaskData(
    "editorial.EditorialCheckTask", "Redaktionell kontroll / Editorial check", (RoleName.EDITOR,)
)
OWNER_CONFIRMATION = TaskData(
    "bank.OwnerConfirmationTask",
    "Verksamheten bekräftar / Confirmed by the owner",
    (RoleName.EDITOR, RoleName.NETWORK_ADMINISTRATOR),
)
FOUR_EYES = TaskData("editorial.FourEyesApprovalTask", "Fyra ögon / Four eyes", (RoleName.REVIEWER,))

WORKFLOWS: tuple[WorkflowData, ...] = (
    WorkflowData(
        "Bankens innehåll / Content of the bank",
        (EDITORIAL_CHECK, OWNER_CONFIRMATION, FOUR_EYES),
        WHOLE_SITE,
        SWEDISH,
    ),
    WorkflowData("Översättning / Translation", (FOUR_EYES,), WHOLE_SITE, ENGLISH),
)
