from network.models.events import AgendaItem, AttendanceMode, EventPage, EventStatus, EventType
from network.models.indexes import EventIndexPage, NetworkIndexPage, ProjectIndexPage
from network.models.networks import Goal, GoalGroup, GoalStatus, Member, NetworkPage, WorkingForm
from network.models.projects import ProjectPage, ProjectPartner, ProjectStatus

__all__ = [
    "AgendaItem",
    "AttendanceMode",
    "EventIndexPage",
    "EventPage",
    "EventStatus",
    "EventType",
    "Goal",
    "GoalGroup",
    "GoalStatus",
    "Member",
    "NetworkIndexPage",
    "NetworkPage",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPartner",
    "ProjectStatus",
    "WorkingForm",
]
