"""Questions about contacts (câu hỏi về lượt liên hệ): those that made no case; cases count themselves."""

from datetime import datetime

from django.db.models import QuerySet

from .models import Contact


def made_no_case(start: datetime, end: datetime) -> QuerySet[Contact]:
    """Contacts in [start, end) that made no case, in their order."""
    return Contact.objects.filter(at__gte=start, at__lt=end).order_by("at", "pk")
