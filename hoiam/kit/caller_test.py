import pytest
from django.test import RequestFactory

from hoiam.kit.caller import address

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("proxy", "near", "told", "expected"),
    [
        (None, "10.0.0.7", "", "10.0.0.7"),
        (None, "10.0.0.7", "1.2.3.4", "10.0.0.7"),
        (PROXY, "127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (PROXY, "127.0.0.1", "", "127.0.0.1"),
        (PROXY, "127.0.0.1", "không phải địa chỉ", "127.0.0.1"),
        (PROXY, "127.0.0.1", "2001:DB8::1", "2001:db8::1"),
        (None, "", "", "0.0.0.0"),
    ],
)
def test_only_our_own_proxy_is_believed(settings, proxy, near, told, expected):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    request = RequestFactory().get("/", REMOTE_ADDR=near, HTTP_X_FORWARDED_FOR=told)
    assert address(request) == expected
