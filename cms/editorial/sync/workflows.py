"""Steps, workflows, and which pages go through them. None beside ours: without our last step there are no four eyes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowPage, WorkflowState, WorkflowTask

from cms.editorial.roles import WORKFLOWS, TaskData, WorkflowData
from cms.editorial.sync.difference import Difference, pages_of

TASKS: tuple[TaskData, ...] = tuple(dict.fromkeys(task for workflow in WORKFLOWS for task in workflow.tasks))


def other_workflows() -> Iterator[Difference]:
    """Wagtail's own "Moderators approval", and any made by hand."""
    for workflow in Workflow.objects.filter(active=True).exclude(name__in=[data.name for data in WORKFLOWS]):
        yield Difference(f"There is a workflow “{workflow}” that no data names.", partial(_retire_workflow, workflow))
    for task in Task.objects.filter(active=True).exclude(name__in=[data.name for data in TASKS]):
        yield Difference(f"There is a step “{task}” that no data names.", partial(_retire_task, task))


def tasks() -> Iterator[Difference]:
    for data in TASKS:
        task = _task(data)
        if task is None:
            yield Difference(f"The step “{data.name}” is missing.", partial(_make_task, data))
            continue
        if not task.active:
            yield Difference(f"The step “{data.name}” is switched off.", partial(_switch_on, task))
        if set(task.groups.values_list("name", flat=True)) != {group.value for group in data.groups}:
            text = f"The step “{data.name}” is not done by {', '.join(data.groups)} alone."
            yield Difference(text, partial(_set_groups, task, data))


def workflows() -> Iterator[Difference]:
    for data in WORKFLOWS:
        workflow = _workflow(data)
        if workflow is None:
            yield Difference(f"The workflow “{data.name}” is missing.", partial(_make_workflow, data))
            continue
        if not workflow.active:
            yield Difference(f"The workflow “{data.name}” is switched off.", partial(_switch_on, workflow))
        steps = list(workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True))
        if steps != [task.pk for task in map(_task, data.tasks) if task]:
            text = f"The workflow “{data.name}” has other steps than the data says."
            yield Difference(text, partial(_set_steps, workflow, data))


def assignments() -> Iterator[Difference]:
    """Ours on the front pages, none further down that could go round them."""
    wanted = {page.pk: (page, data) for data in WORKFLOWS for page in pages_of(data.page_types, data.language)}
    given = {row.page_id: row for row in WorkflowPage.objects.select_related("workflow", "page")}
    for page, data in wanted.values():
        row = given.get(page.pk)
        if row is None or row.workflow.name != data.name:
            text = f"Page “{page}” does not go through the workflow “{data.name}”."
            yield Difference(text, partial(_assign, page.pk, data))
    strays = [(row.page, row) for page_id, row in given.items() if page_id not in wanted]
    strays += [
        (row.content_type, row) for row in WorkflowContentType.objects.select_related("workflow", "content_type")
    ]
    for what, row in strays:
        yield Difference(f"“{what}” goes through the workflow “{row.workflow}”, which no data says.", row.delete)


def _task(data: TaskData) -> Any:
    return apps.get_model(data.model)._default_manager.filter(name=data.name).order_by("pk").first()


def _workflow(data: WorkflowData) -> Any:
    return Workflow.objects.filter(name=data.name).order_by("pk").first()


def _make_task(data: TaskData) -> None:
    _set_groups(apps.get_model(data.model)._default_manager.create(name=data.name), data)


def _set_groups(task: Any, data: TaskData) -> None:
    task.groups.set(Group.objects.filter(name__in=data.groups))


def _make_workflow(data: WorkflowData) -> None:
    _set_steps(Workflow.objects.create(name=data.name), data)


def _set_steps(workflow: Workflow, data: WorkflowData) -> None:
    WorkflowTask.objects.filter(workflow=workflow).delete()
    for position, task in enumerate(data.tasks):
        WorkflowTask.objects.create(workflow=workflow, task=_task(task), sort_order=position)


def _assign(page_id: int, data: WorkflowData) -> None:
    WorkflowPage.objects.update_or_create(page_id=page_id, defaults={"workflow": _workflow(data)})


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


CHECKS = (other_workflows, tasks, workflows, assignments)
