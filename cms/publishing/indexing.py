"""Indexes of words and of references follow once at the end of a recording, however often a page is saved in it.

Publishing saves a page twice, and wagtail asks for both indexes at each save; indexing takes as long as the saving.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

from cms.core.indexing import is_indexing
from cms.publishing.recording import at_the_end

ONCE = frozenset({"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"})
"""Tasks that take the app, the model and the key of an object, and bring an index up to date with it."""


class IndexOnce(ImmediateBackend):
    """Runs tasks at once, and those that index an object when the recording in which it was saved ends.

    In the same transaction still: an index never knows of what was rolled back.
    """

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        path, args = task_result.task.module_path, tuple(task_result.args)
        if path in ONCE and not is_indexing():
            return
        if path not in ONCE or not at_the_end((path, *args), lambda: self._index(task_result)):
            super()._execute_task(task_result)

    def _index(self, task_result: TaskResult[Any]) -> None:
        app, model, key = task_result.args
        # What was deleted after it was saved has left the indexes already.
        if apps.get_model(app, model)._default_manager.filter(pk=key).exists():
            super()._execute_task(task_result)
