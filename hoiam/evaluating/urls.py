"""Addresses of evaluation (theo dõi, đánh giá): matters by their key, evidence by unit, year and month."""

from django.urls import path

from . import asked_pages, evidence_pages, matter_pages, month_pages, terms_page, year_pages
from .assign_verification import assign_verification_panel
from .conclude import conclude_panel
from .decide import decide_panel
from .execute import execute_panel
from .propose import propose_panel
from .request_explanation import request_explanation_panel
from .set_aside import set_aside_panel
from .tell_petitioner import tell_petitioner_panel

app_name = "evaluating"
MATTER = "vu-viec/<uuid:key>/"
MONTH = "don-vi/<int:unit>/<int:year>/<int:month>/"
urlpatterns = [
    path("", evidence_pages.home, name="home"),
    path("chot-thang/", evidence_pages.freeze, name="freeze"),
    path("vu-viec/", matter_pages.matters, name="matters"),
    path("vu-viec/lap/", matter_pages.new, name="new"),
    path(MATTER, matter_pages.matter, name="matter"),
    path(f"{MATTER}tep/<int:seq>/", matter_pages.file, name="matter_file"),
    path(f"{MATTER}de-xuat/<slug:format>/", matter_pages.document, name="proposal"),
    path(f"{MATTER}soan-van-ban/", matter_pages.draft_document, name="draft_proposal"),
    path(f"{MATTER}giai-trinh/", request_explanation_panel, name="request_explanation"),
    path(f"{MATTER}xac-minh/", assign_verification_panel, name="assign_verification"),
    path(f"{MATTER}ket-luan/", conclude_panel, name="conclude"),
    path(f"{MATTER}de-xuat/", propose_panel, name="propose"),
    path(f"{MATTER}quyet-dinh/", decide_panel, name="decide"),
    path(f"{MATTER}thuc-hien/", execute_panel, name="execute"),
    path(f"{MATTER}bao-nguoi-gui/", tell_petitioner_panel, name="tell_petitioner"),
    path(f"{MATTER}khong-xem-xet/", set_aside_panel, name="set_aside"),
    path("giai-trinh/", asked_pages.explanations, name="explanations"),
    path("giai-trinh/<uuid:key>/", asked_pages.explanation, name="explanation"),
    path("giai-trinh/<uuid:key>/tep/", asked_pages.explanation_file, name="explanation_file"),
    path("xac-minh/", asked_pages.verifications, name="verifications"),
    path("xac-minh/<uuid:key>/", asked_pages.verification, name="verification"),
    path("xac-minh/<uuid:key>/tep/", asked_pages.verification_file, name="verification_file"),
    path("don-vi/<int:unit>/<int:year>/", evidence_pages.unit, name="unit"),
    path("don-vi/<int:unit>/<int:year>/tai/<slug:format>/", year_pages.download, name="download"),
    path("don-vi/<int:unit>/<int:year>/khoa/", year_pages.close, name="close_year"),
    path(MONTH, month_pages.month, name="month"),
    path(f"{MONTH}viec/", month_pages.facts, name="facts"),
    path(f"{MONTH}y-kien/", month_pages.ask, name="ask"),
    path(f"{MONTH}chot/", month_pages.sign, name="sign_off"),
    path("y-kien/", month_pages.opinions, name="opinions"),
    path("y-kien/<int:pk>/", month_pages.decide, name="decide_exclusion"),
    path("y-kien/<int:pk>/tep/", month_pages.evidence, name="evidence"),
    path("thoi-han/", terms_page.terms, name="terms"),
    path("thoi-han/<slug:clock>/", terms_page.term, name="term"),
    path("ca-nhan/", evidence_pages.mine, name="mine"),
]
