from typing import Any

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__, SECRET_KEY="x", ALLOWED_HOSTS=["*"], USE_TZ=True,
)  # fmt: skip
django.setup()

from django import forms  # noqa: E402  (needs the settings, as do the others)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path, reverse  # noqa: E402


class Person(forms.Form):
    name = forms.CharField(max_length=3)
    age = forms.IntegerField(min_value=1)


def index(request: Any) -> HttpResponse:
    template = engines["django"].from_string("{% for user in users %}{{ user.username|upper }},{% endfor %}")
    return HttpResponse(template.render({"users": User.objects.order_by("id")}))


def data(request: Any, number: int) -> JsonResponse:
    return JsonResponse({"number": number})


urlpatterns = [path("", index, name="index"), path("data/<int:number>", data, name="data")]
call_command("migrate", verbosity=0)
group = Group.objects.create(name="birds")
for name in "abc":
    user = User.objects.create_user(name, f"{name}@example.org", "a password")
    user.groups.add(group)
print(list(User.objects.filter(Q(username="a") | Q(email__startswith="b")).values_list("username", "email")))
print(Group.objects.annotate(count=Count("user")).values("name", "count").get())
print(User.objects.get(username="a").check_password("a password"), repr(User.objects.all()))
client = Client()
print(client.get("/").content, client.get(reverse("data", args=[5])).json(), client.get("/none").status_code)
form = Person({"name": "too long", "age": 0})
print(form.is_valid(), form.errors.as_json())
print(User.objects.get(username="b").delete())
try:
    User.objects.get(username="z")
except User.DoesNotExist as error:
    print(error)
