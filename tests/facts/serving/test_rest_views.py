"""Generic views of Django REST framework answer by methods of the framework: they are doors like others."""

import pytest

from seatrial.facts.serving.authentication import accesses
from seatrial.facts.serving.request_schemas import How, request_schemas
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.endpoint_tests import endpoint_tests
from seatrial.facts.serving.watch.health import health_routes
from seatrial.facts.web.guard_strength import Proof
from seatrial.facts.web.routes import routes
from seatrial.repo import Repo
from tests.repositories import repo_of

HEAD = (
    "from rest_framework import generics, mixins, viewsets\nfrom rest_framework.decorators import action\n"
    "from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated\n"
)
BOUND = "from django.urls import path\nfrom api.views import Labels\nurlpatterns = [path('labels', Labels.as_view())]\n"
ROUTED = (
    "from rest_framework import routers\nfrom api import views\nrouter = routers.DefaultRouter()\n"
    "router.register(r'labels', views.Labels, basename='labels')\n"
)


def views(code: str, urls: str = BOUND, **more: str) -> Repo:
    files = {"api/views.py": HEAD + code, "api/urls.py": urls}
    return repo_of(files | {f"api/{name}.py": text for name, text in more.items()})


@pytest.mark.parametrize(
    ("code", "urls", "answered"),
    [
        (
            "class Labels(generics.ListCreateAPIView):\n    queryset = Label.objects.all()\n",
            BOUND,
            {("GET", "Labels"), ("POST", "Labels")},
        ),
        (
            ("class Base(generics.CreateAPIView):\n    def create(self, request):\n        return 1\n"
            "class Labels(Base):\n    def perform_create(self, serializer):\n        serializer.save()\n"),
            BOUND,
            {("POST", "Labels.perform_create")},
        ),
        (
            ("class Labels(viewsets.ModelViewSet):\n    def list(self, request):\n        return []\n"
            "    @action(detail=True, methods=['post'])\n    def merge(self, request):\n        return 1\n"),
            ROUTED,
            {("GET", "Labels.list"), ("POST", "Labels"), ("POST", "Labels.merge"), ("GET", "Labels"),
             ("PUT", "Labels"), ("DELETE", "Labels")},
        ),
        (
            "class Labels(mixins.RetrieveModelMixin, viewsets.GenericViewSet):\n    queryset = Label.objects.all()\n",
            ROUTED,
            {("GET", "Labels")},
        ),
        ("class Labels(viewsets.GenericViewSet):\n    queryset = Label.objects.all()\n", ROUTED, set()),
    ],
)  # fmt: skip
def test_a_generic_view_answers_what_its_bases_name(code: str, urls: str, answered: set[tuple[str, str]]) -> None:
    found = endpoints(views(code, urls))

    assert {(item.methods[0], item.handler) for item in found} == answered
    assert {item.url for item in found} <= {"labels"}


@pytest.mark.parametrize(
    ("body", "proof"),
    [
        ("    permission_classes = [IsAuthenticated & IsAdminUser]\n", Proof.IDENTITY),
        ("    permission_classes = [AllowAny]\n", Proof.NONE),
        ("    queryset = Label.objects.all()\n", Proof.IDENTITY),  # as the class below it says
        ("    def get_permissions(self):\n        return [IsAuthenticated()]\n", Proof.IDENTITY),
        (
            ("    def get_permissions(self):\n        self.permission_classes = [IsAuthenticated]\n"
            "        return super().get_permissions()\n"),
            Proof.IDENTITY,
        ),
        ("    def get_permissions(self):\n        return [AllowAny() if OPEN else IsAuthenticated()]\n", Proof.NONE),
    ],
)  # fmt: skip
def test_who_may_call_a_generic_view_is_said_by_its_class_or_by_what_it_stands_on(body: str, proof: Proof) -> None:
    code = (
        f"class Base(generics.CreateAPIView):\n    permission_classes = [IsAuthenticated]\nclass Labels(Base):\n{body}"
    )
    assert {item.proof for item in accesses(views(code))} == {proof}


@pytest.mark.parametrize(
    ("table", "proof"),
    [
        ("{'a': [IsAuthenticated], 'b': [IsAuthenticated, IsAdminUser]}", Proof.IDENTITY),
        ("{'a': [IsAuthenticated], 'b': [AllowAny]}", Proof.SHARED),
        ("{'a': [], 'b': []}", Proof.NONE),
    ],
)
def test_permissions_that_are_chosen_from_a_table_are_as_sure_as_the_table(table: str, proof: Proof) -> None:
    code = f"BY_MODE = {table}\nclass Labels(generics.CreateAPIView):\n    permission_classes = BY_MODE.get(MODE)\n"

    assert {item.proof for item in accesses(views(code))} == {proof}


def test_the_settings_ask_for_generic_views_that_say_nothing() -> None:
    settings = "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ('rest_framework.permissions.IsAuthenticated',)}\n"
    code = "class Labels(generics.CreateAPIView):\n    queryset = Label.objects.all()\n"

    assert [item.proof for item in accesses(views(code, settings=settings))] == [Proof.IDENTITY]
    assert [item.proof for item in accesses(views(code))] == [Proof.NONE]


def test_a_view_of_django_may_ask_by_what_it_stands_on() -> None:
    code = (
        "from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views import View\n"
        "class Labels(LoginRequiredMixin, View):\n    def post(self, request):\n        return 1\n"
        "class Open(View):\n    def post(self, request):\n        return 1\n"
    )

    assert {item.endpoint.handler: item.proof for item in accesses(views(code))} == {
        "Labels.post": Proof.IDENTITY, "Open.post": Proof.NONE,
    }  # fmt: skip


SERIALIZER = "from rest_framework import serializers\nclass Label(serializers.Serializer):\n    text: str = 'a'\n"


@pytest.mark.parametrize(
    ("fields", "bounded"),
    [
        ("    seen = serializers.BooleanField(required=False)\n    day = serializers.DateField()\n", 2),
        ("    text = serializers.CharField()\n    count = serializers.IntegerField()\n", 0),
        (
            (
                "    text = serializers.CharField()\n    def validate_text(self, value):\n"
                "        if value not in ('a', 'b'):\n            raise serializers.ValidationError('no')\n"
            ),
            1,
        ),
        (
            "    text = serializers.CharField()\n    def validate_text(self, value):\n        return value.strip()\n",
            0,  # it refuses nothing
        ),
        (
            "    text = serializers.CharField()\n    def validate_other(self, value):\n        raise ValueError\n",
            0,  # no field has this name
        ),
    ],
)
def test_a_field_of_a_serializer_is_bounded_by_its_kind_or_by_the_method_of_its_name(fields: str, bounded: int) -> None:
    code = "from api.forms import Label\nclass Labels(generics.CreateAPIView):\n    serializer_class = Label\n"
    head = "from rest_framework import serializers\nclass Label(serializers.Serializer):\n"
    found = next(one for one in request_schemas(views(code, forms=head + fields)) if one.fields.total)

    assert found.fields.bounded == bounded


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("    serializer_class = Label\n", How.BY_TYPES),
        ("    def get_serializer_class(self):\n        return Label\n", How.BY_TYPES),
        ("    queryset = Label.objects.all()\n", How.NOBODY),
        (
            (
                "    serializer_class = Label\n    def create(self, request):\n"
                "        return Response(self.model.predict(request.data))\n"
            ),
            How.NOBODY,  # the serializer only shows the answer
        ),
        (
            (
                "    serializer_class = Label\n    def create(self, request):\n"
                "        serializer = self.get_serializer(data=request.data)\n        serializer.is_valid()\n"
            ),
            How.BY_TYPES,
        ),
    ],
)
def test_the_serializer_of_a_generic_view_looks_at_its_requests(body: str, how: How) -> None:
    code = f"from api.forms import Label\nclass Labels(generics.CreateAPIView):\n{body}"

    assert [item.how for item in request_schemas(views(code, forms=SERIALIZER))] == [how]


NAMED = (
    "from django.urls import path\nfrom rest_framework import routers\nfrom api import views\n"
    "router = routers.DefaultRouter()\nrouter.register('labels', views.Labels, basename='label')\n"
    "urlpatterns = [path('v1/open', views.Open.as_view(), name='open_view')]\n"
)
VIEWS = (
    "from django.views import View\nclass Labels(viewsets.ModelViewSet):\n    queryset = Label.objects.all()\n"
    "class Open(View):\n    def get(self, request):\n        return 1\n"
)
HELPS = (
    "class Asks:\n    def ask(self):\n        response = self.client.get(self.url)\n"
    "        self.assertEqual(response.status_code, 200)\n"
)


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("client.get(reverse('label-list'))", ["labels"]),
        ("client.get(reverse('v1:label-detail', kwargs={'pk': 1}))", ["labels"]),
        ("client.get(reverse(viewname='open_view'))", ["v1/open"]),
        ("client.get(api_version_reverse('open_view'))", ["v1/open"]),
        ("client.get(reverse('admin:index'))", []),
        ("client.get(reverse(name))", []),
    ],
)
def test_a_path_that_a_test_asks_for_by_its_name_is_the_one_that_is_called_so(body: str, asked: list[str]) -> None:
    test = f"from django.urls import reverse\ndef test_it(client):\n    assert {body}.status_code == 200\n"
    repo = repo_of({"api/views.py": HEAD + VIEWS, "api/urls.py": NAMED, "tests/test_api.py": test})

    assert [item.endpoint.url for item in endpoint_tests(repo)] == asked


def test_a_helper_of_a_class_asks_for_what_the_class_of_the_test_has_set() -> None:
    test = (
        "from django.urls import reverse\nfrom tests.helps import Asks\nclass TestOpen(Asks):\n"
        "    def setUpTestData(cls):\n        cls.url = reverse('open_view')\n"
        "    def test_it(self):\n        self.ask()\n"
    )
    files = {"api/views.py": HEAD + VIEWS, "api/urls.py": NAMED, "tests/helps.py": HELPS, "tests/test_api.py": test}

    assert [item.endpoint.url for item in endpoint_tests(repo_of(files))] == ["v1/open"]


_DJANGO = (
    "from django.urls import path\n"
    "from django.views.decorators.http import require_http_methods, require_GET, require_POST\n"
)


@pytest.mark.parametrize(
    ("mark", "verbs"),
    [
        ("", ("GET", "POST")),
        ("@require_GET\n", ("GET",)),
        ("@require_POST\n", ("POST",)),
        ("@require_http_methods(['GET', 'HEAD'])\n", ("GET", "HEAD")),
        ("@require_http_methods(request_method_list=['PUT'])\n", ("PUT",)),
    ],
)
def test_a_function_of_django_answers_every_verb_that_no_decorator_refuses(mark: str, verbs: tuple[str, ...]) -> None:
    code = f"{_DJANGO}{mark}def health(request):\n    return 1\nurlpatterns = [path('health/', health)]\n"
    assert [route.methods for route in routes(repo_of({"urls.py": code}))] == [verbs]
    assert bool(health_routes(repo_of({"urls.py": code}))) is ("GET" in verbs)


def test_a_consumer_of_channels_answers_at_the_path_that_it_is_bound_to() -> None:
    code = (
        "from channels.generic.websocket import AsyncWebsocketConsumer\nfrom django.urls import path\n"
        "class Chat(AsyncWebsocketConsumer):\n    async def receive(self, text_data=None):\n        pass\n"
        "    async def get(self):\n        pass\n"
        "urlpatterns = [path('ws/chat', Chat.as_asgi())]\n"
    )
    found = routes(repo_of({"routing.py": code}))
    assert [(route.url, route.methods, route.framework) for route in found] == [
        ("ws/chat", ("WEBSOCKET",), "Django Channels")
    ]
