"""What former members go on downloading: what was attached, and handed in, in their time."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition import attachments
from coalition.http import Request
from coalition.models.attachment import Attachment
from forums.models import Membership
from forums.models.past import files_of_their_time, papers_of_their_time
from forums.views.past import framed, in_their_time


@in_their_time
def past_file(
    request: Request, seat: Membership, topic: int, number: int, file: int
) -> HttpResponse:
    files = files_of_their_time(seat).filter(post__topic=topic, post__number=number)
    return _download(get_object_or_404(files, pk=file))


@in_their_time
def past_paper(request: Request, seat: Membership, paper: int) -> HttpResponse:
    papers = papers_of_their_time(seat).select_related("item__meeting")
    found = get_object_or_404(papers, pk=paper)
    context = {**framed(seat), "paper": found, "files": list(found.files.order_by("pk"))}
    return render(request, "forums/past_paper.html", context)


@in_their_time
def past_paper_file(request: Request, seat: Membership, paper: int, file: int) -> HttpResponse:
    found = get_object_or_404(papers_of_their_time(seat), pk=paper)
    return _download(get_object_or_404(found.files.all(), pk=file))


def _download(file: Attachment) -> HttpResponse:
    return attachments.download(digest=file.digest, name=file.name, kind=file.kind)
