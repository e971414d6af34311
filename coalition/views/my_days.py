"""When a lead is away, and their morning mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from coalition.actions import working_days
from coalition.forms.my_days import MyDaysForm
from coalition.http import Request, posted, render_form
from coalition.permissions import can_answer_offers, require


def my_days(request: Request) -> HttpResponse:
    user = request.user
    require(can_answer_offers(user))
    initial = {
        "wants_digest": "no" if user.digest_stopped_at else "yes",
        "away_from": user.away_from,
        "away_until": user.away_until,
        "deputy": user.deputy_id,
    }
    form = MyDaysForm(posted(request), initial=initial, user=user)
    if form.is_valid():
        working_days.change(user=user, **form.cleaned_data)
        messages.success(request, "Your days are saved.")
        return redirect("my_days")
    return render_form(request, "coalition/my_days.html", form, {"section": "today"})
