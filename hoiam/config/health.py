"""Health (sức khoẻ): alive, and able to serve. For the machines that watch us; nothing here is cached."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT vi_fold('Đường')")
            answer = cursor.fetchone()
    except DatabaseError:
        answer = None
    if answer != ("duong",):
        return HttpResponse(
            "cơ sở dữ liệu chưa sẵn sàng\n", content_type="text/plain; charset=utf-8", status=503
        )
    return HttpResponse("ok\n", content_type="text/plain")
