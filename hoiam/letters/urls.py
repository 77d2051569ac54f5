"""Addresses of documents (văn bản)."""

from django.urls import path

from . import amending_panels, lists, offices, page, panels, register_pages, taking_in, troubles, writing

app_name = "letters"
urlpatterns = [
    path("", lists.home, name="home"),
    path("muc/<slug:tab>/", lists.listing, name="list"),
    path("tiep-nhan/", taking_in.taking_in, name="take_in"),
    path("soan/<int:issuer>/", writing.write, name="write"),
    path("so/", register_pages.registers, name="registers"),
    path("so/<int:pk>/<int:year>/", register_pages.register, name="register"),
    path("gui-chua-duoc/", troubles.troubles, name="troubles"),
    path("gui-chua-duoc/<int:pk>/gui-lai/", troubles.again, name="again"),
    path("nguoi-ky/", offices.offices, name="offices"),
    path("nguoi-ky/them/<slug:what>/", offices.add, name="add_office"),
    path("nguoi-ky/<int:pk>/het/", offices.end_signer, name="end_signer"),
    path("nguoi-ky/so/<int:pk>/", offices.switch_register, name="switch_register"),
    path("<int:pk>/", page.document, name="document"),
    path("<int:pk>/tep/<int:number>/", page.file, name="file"),
    path("<int:pk>/trang/<int:number>.png", page.page_picture, name="page_picture"),
    path("<int:pk>/du-thao.<slug:form>", page.draft_file, name="draft_file"),
    path("<int:pk>/sua/", writing.revision, name="revise"),
    path("<int:pk>/trinh-ky/", panels.submit_panel, name="submit"),
    path("<int:pk>/ky/", panels.sign_panel, name="sign"),
    path("<int:pk>/tra-lai/", panels.return_panel, name="return_document"),
    path("<int:pk>/lay-so/", panels.number_panel, name="take_number"),
    path("<int:pk>/phat-hanh/", panels.issue_panel, name="issue"),
    path("<int:pk>/phu-luc-da-ky/", panels.annexes_panel, name="signed_annexes"),
    path("<int:pk>/bo/", panels.discard_panel, name="discard"),
    path("<int:pk>/thay-the/", amending_panels.replace_panel, name="replace"),
    path("<int:pk>/dinh-chinh/", amending_panels.correct_panel, name="correct"),
    path("<int:pk>/lien-ket/", amending_panels.attach_panel, name="attach"),
    path("<int:pk>/go-lien-ket/", amending_panels.detach_panel, name="detach"),
]
