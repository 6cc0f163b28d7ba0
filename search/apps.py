"""Django's entry in the app registry."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The one search service, its engines, and its HTML view."""

    name = "search"
    label = "search"

    def ready(self) -> None:
        """Register the jobs and receivers."""
        from django.conf import settings

        from cms.core.jobs import register_job
        from search import signals  # noqa: F401  connects its receivers
        from search.missed.taking_in import forget_old_missed_questions, take_in_missed_questions
        from search.unsplit_words import index_unsplit_words
        from search.vocabularies import take_in_words

        register_job("take_in_words", every_seconds=5, function=take_in_words)
        register_job("index_unsplit_words", every_seconds=10, function=index_unsplit_words)
        register_job("take_in_missed_questions", every_seconds=60, function=take_in_missed_questions)
        register_job("forget_old_missed_questions", every_seconds=86400, function=forget_old_missed_questions)
        if settings.ELASTICSEARCH_URL:
            from search.engines.following import keep_in_step

            register_job("keep_elasticsearch_in_step", every_seconds=1, function=keep_in_step)
